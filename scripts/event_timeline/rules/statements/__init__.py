"""STM: statements: quotes, order, speakers, occasions, stances."""
