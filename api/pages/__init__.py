"""Server-rendered pages; they work without script. They are registered in `api.routes`."""
