"""Expressions that would run for ever, or need more than there is, and what must end them."""

from flows.engine.mapping import Limits

QUICK = Limits(seconds=0.5)
PATIENT = Limits(seconds=120)
_DOUBLED = "($d := function($s, $n){ $n = 0 ? $s : $d(%s, $n - 1) }; %s)"

HOSTILE: dict[str, tuple[str, set[str]]] = {
    "recursion": ("($f := function($x){ $x + $f($x + 1) }; $f(1))", {"mapping.depth"}),
    "tail recursion": ("($f := function($x){ $f($x + 1) }; $f(1))", {"mapping.timeout"}),
    "mutual recursion": (
        "($a := function($x){ $b($x) }; $b := function($x){ $a($x) }; $a(1))",
        {"mapping.timeout"},
    ),
    "padding": ("$pad('', 1e9)", {"mapping.size"}),
    "partial padding": ("$pad(?, 1e9)('')", {"mapping.size"}),
    "long range": ("[1..10000000]", {"mapping.size"}),
    "ranges of ranges": ("[1..900000].[1..900000]", {"mapping.size"}),
    "string doubling": (_DOUBLED % ("$s & $s", "$d('x', 60)"), {"mapping.size"}),
    "array doubling": (_DOUBLED % ("$append($s, $s)", "$d([1], 60)"), {"mapping.size"}),
    "shared output": (_DOUBLED % ("{'a': $s, 'b': $s}", "$d(1, 60)"), {"mapping.timeout", "mapping.size"}),
    "shared text": (
        _DOUBLED % ("{'a': $s, 'b': $s}", "$string($d(1, 60))"),
        {"mapping.timeout", "mapping.size"},
    ),
    "shared equality": (_DOUBLED % ("[[$s], [$s]]", "$d(1, 60) = $d(1, 60)"), {"mapping.timeout"}),
    "shared truth": (_DOUBLED % ("[[$s], [$s]]", "$d(0, 60) ? 1 : 2"), {"mapping.timeout"}),
    "shared clone": (
        _DOUBLED % ("{'a': $s, 'b': $s}", "$clone($d(1, 60))"),
        {"mapping.timeout", "mapping.size"},
    ),
    "shared descendants": (
        _DOUBLED % ("{'a': $s, 'b': $s}", "$count($d(1, 60).**)"),
        {"mapping.timeout", "mapping.size"},
    ),
    "deep data": ("$reduce([1..20000], function($a, $x){ [[$a]] }, 1)", {"mapping.depth", "mapping.timeout"}),
    "composition": (
        "($f := function($g, $n){ $n = 0 ? $g : $f($g ~> $string, $n - 1) }; $f($string, 9000)(1))",
        {"mapping.depth", "mapping.timeout"},
    ),
    "many large texts": (
        "$map([1..1000], function($i){ $pad($string($i), 15000000) }) ~> $count()",
        {"mapping.size"},
    ),
    "exploding replacement": (
        "$replace($pad('', 100000, 'a'), /a/, $pad('', 100000))",
        {"mapping.size"},
    ),
    "great date width": ("$fromMillis(1, '[Y,1000000000]')", {"mapping.refused"}),
    "great roman number": ("$formatInteger(1e300, 'I')", {"mapping.failed"}),
    "contradictory sort": (
        "$sort([1..900000], function($a, $b){ $a < $b })",
        {"mapping.timeout", "mapping.size"},
    ),
}

HARMLESS: dict[str, str] = {
    "nested repetition": f'$match("{"a" * 40}!", /(a+)+$/)',
    "nested repetition with look-ahead": f'$match("{"a" * 40}!", /(a+)+(?=b)$/)',
    "back-reference": f'$match("{"a" * 40}", /(a*)*\\1b/)',
    "pattern in a date picture": f'$toMillis("{"a" * 60}!", "(a+)+$[Y]")',
    "ambiguous signature": f"(λ($a)<{'x+' * 12}>{{null}})({','.join('1' * 60)})",
}
"""These end by themselves, because patterns cannot backtrack for ever. All give null."""


def limits_for(codes: set[str]) -> Limits:
    """What is not to end by the time has plenty of it, also on a busy machine."""
    return QUICK if "mapping.timeout" in codes else PATIENT
