"""The mechanism behind each promise, taken away: the tests that hold the promise must fail then."""
