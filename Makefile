# What the shipped grammars call "the tests" and "the format" of a workspace.

.PHONY: test lint

test:
	scripts/test

lint:
	scripts/format --check
