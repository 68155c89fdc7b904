"""Graph algorithms over arrays: they check input, call kernels and return records.

None of them sees a store, a file or a party id. Guarantee edges point from guarantor
to debtor; distress travels the other way.
"""
