"""A supplier portal that sends purchase orders as signed webhooks, as a real one would."""
