from ninja import Router

# One for all: the methods of an address belong to one router.
router = Router()
