"""The edges: profiles, settings and plans as files."""
