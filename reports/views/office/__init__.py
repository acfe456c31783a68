"""The screens of an office: organs, people, who is late, sums, exports."""
