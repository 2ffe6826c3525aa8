"""Strategies: expressions of the allow-list, and documents for them."""

import json

from hypothesis import strategies as st

from flows.engine.mapping.authority.numbers import number_text

TEXTS = ["", "a", "Ab", "ß", "É", " a ", "1", "2.5", "-3", "1e3", "01", "é😀", "a,b,c", "\n", "+1", ".5"]
NUMBERS = [0, 1, 2, 3, -1, 0.5, 1.5, -2.5, 0.1, 1e21, 1e-7, 123456789.123, 4.275, 1.005, 2**53 - 1, -0.0]
PATTERNS = ["/a/", "/[a-z]+/i", r"/\d+/", "/(a)|(b)/", "/,/", "/[^0-9]/", r"/\s+$/", r"/\w+/"]

scalars = st.sampled_from([*TEXTS, *NUMBERS, None, True, False])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=8,
)
rows = st.fixed_dictionaries(
    {"a": st.sampled_from(TEXTS), "b": st.sampled_from(NUMBERS)},
    optional={"c": values, "d": st.sampled_from(TEXTS)},
)
documents = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys("abcd", values),
        "items": st.lists(rows, max_size=4),
        "n": st.lists(st.sampled_from(NUMBERS), max_size=3),
        "s": st.lists(st.sampled_from(TEXTS), max_size=3),
    },
)

_literals = st.one_of(
    st.sampled_from(TEXTS).map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.sampled_from([number for number in NUMBERS if number >= 0]).map(number_text),
    st.sampled_from(["true", "false", "null"]),
)
_roots = st.sampled_from(
    ["a", "b", "c", "items", "items", "n", "s", "$", "$$", "items.b", "items.a", "nothing"]
)
_unary = [
    "sum",
    "count",
    "max",
    "min",
    "average",
    "string",
    "lowercase",
    "uppercase",
    "length",
    "trim",
    "floor",
]
_unary += ["ceil", "abs", "sqrt", "boolean", "not", "keys", "exists", "merge", "reverse", "distinct", "type"]
_unary += ["sort", "number", "round", "zip", "fromMillis"]
_binary = [
    "substringBefore",
    "substringAfter",
    "contains",
    "split",
    "join",
    "append",
    "lookup",
    "power",
    "zip",
]
_steps = [
    ".a",
    ".b",
    ".*",
    ".**",
    "[0]",
    "[-1]",
    "[]",
    "^(a)",
    "^(>b,a)",
    "[b>1]",
    "[$exists(d)]",
    "[a in s]",
]
_operators = st.sampled_from(
    ["+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in"]
)
_visiting = st.sampled_from(["map", "filter", "single"])
_replacements = st.sampled_from(['"z"', '"$1"', '"$0$0"'])
_lambdas = ["$x", "$x.a", "$x.b > 1", '{"q":$x}', '$x & "z"', "[$x,$i]", "$x.b + 1", "b"]


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def form(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(*parts).map(lambda given: pattern % given)

    return st.one_of(
        form("%s%s", _roots, st.sampled_from(_steps)),
        form("%s.(%s)", _roots, inner),
        form('%s.{"k":%s}', _roots, inner),
        form("%s{$string(a):%s}", _roots, inner),
        form("%s[%s]", _roots, inner),
        form("%s %s %s", inner, _operators, inner),
        form("(%s ? %s : %s)", inner, inner, inner),
        form("(%s %s %s)", inner, st.sampled_from(["?:", "??"]), inner),
        form("[%s,%s]", inner, inner),
        form('{"p":%s,"q":%s}', inner, inner),
        form("($v:=%s;%s;[$v,%s])", inner, inner, inner),
        form("-(%s)", inner),
        form("$%s(%s)", st.sampled_from(_unary), inner),
        form("$%s(%s,%s)", st.sampled_from(_binary), inner, inner),
        form("$contains(%s,%s)", inner, st.sampled_from(PATTERNS)),
        form(
            "$replace(%s,%s,%s)", inner, st.sampled_from([*PATTERNS, '"a"']), st.sampled_from(['"z"', '"$1"'])
        ),
        form("$round(%s,%s)", inner, st.sampled_from(["0", "2", "-1"])),
        form("$formatNumber(%s,%s)", inner, st.sampled_from(['"0.00"', '"#,##0.##"', '"0%%"'])),
        form("$substring(%s,%s)", inner, st.sampled_from(["1", "-2", "0,2", "1,1"])),
        form(
            "$%s(%s,function($x,$i){%s})",
            st.sampled_from(["map", "filter", "single"]),
            inner,
            st.sampled_from(_lambdas),
        ),
        form("%s ~> $%s", inner, st.sampled_from(["sum", "count", "string", "join"])),
    )


expressions = st.recursive(st.one_of(_roots, _literals), _composed, max_leaves=6)


_plain_roots = st.sampled_from(
    [
        *[
            "a",
            "b",
            "c",
            "a.b",
            "a.b.c",
            "items",
            "items.b",
            "items.c.a",
            "n",
            "s",
            "$",
            "$.a",
            "$$.c",
            "nothing",
        ],
        *[
            "items[0]",
            "items[-1].b",
            "a[0].b",
            "c.d[1]",
            "items[b>1]",
            'items[a="Ab"].c',
            "$v",
            "$v.a",
            "$w[0]",
        ],
    ]
)
_plain_unary = ["uppercase", "lowercase", "trim", "length", "string", "join", "number", "sum", "max", "min"]
_plain_unary += ["count", "exists", "not", "boolean", "round"]
_plain_binary = ["substringBefore", "substringAfter", "contains", "join"]


def _plain_form(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda given: pattern % given)


def _plainly_composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    form = _plain_form
    operators = st.sampled_from(["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or"])
    return st.one_of(
        form("%s.(%s)", _plain_roots, inner),
        form("(%s).a", inner),
        form("(%s).b.c", inner),
        form("(%s)[0]", inner),
        form('%s.{"k":%s}', _plain_roots, inner),
        form('%s.{"a":%s}.a', _plain_roots, inner),
        form("%s[%s > 1].(%s)", _plain_roots, inner, inner),
        form("%s[$exists(%s)][b != 0]", _plain_roots, inner),
        form("%s %s %s", inner, operators, inner),
        form("(%s %s %s)", inner, operators, inner),
        form("(%s ? %s : %s)", inner, inner, inner),
        form("(%s ? %s)", inner, inner),
        form("(%s %s %s)", inner, st.sampled_from(["?:", "??"]), inner),
        form("[%s,%s]", inner, inner),
        form("[[%s],%s]", inner, inner),
        form("[%s,%s][%s]", inner, inner, st.sampled_from(["0", "1", "-1"])),
        form('{"p":%s,"q":%s}', inner, inner),
        form("($v:=%s;%s;[$v,%s])", inner, inner, inner),
        form('items.($v:=%s;{"x":$v,"y":%s})', inner, inner),
        form("-(%s)", inner),
        form("$%s(%s)", st.sampled_from(_plain_unary), inner),
        form("$%s(%s,%s)", st.sampled_from(_plain_binary), inner, inner),
        form("$round(%s,%s)", inner, st.sampled_from(["0", "2", "-1"])),
    )


plain_expressions = st.recursive(st.one_of(_plain_roots, _literals), _plainly_composed, max_leaves=8)
"""What ``flows.engine.mapping.direct`` takes, for the greater part."""
bindings = st.fixed_dictionaries({}, optional={"v": values, "w": st.lists(rows, max_size=3)})
