"""Pure answers about money: what may be given, what balances, what a hash covers, what may move."""
