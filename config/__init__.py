"""How the application is put together: settings, addresses, workers and the bootstrap."""
