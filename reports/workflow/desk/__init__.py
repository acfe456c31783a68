"""The reviewer's desk: what each report brings to it, many judged at once, what was judged and kept."""
