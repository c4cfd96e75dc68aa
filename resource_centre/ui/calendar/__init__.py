"""The calendar page: every bookable of a centre across a day, a week or a month."""
