"""School events: the list, one event with sessions, holds, schools, ambassadors and attendance."""
