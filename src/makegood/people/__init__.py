"""Staff, functions, roles, delegates and sign-on."""
