"""What people look at: charts, the reader, explorers, the dashboard."""
