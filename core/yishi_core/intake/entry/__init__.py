"""What somebody sees who scans a QR code: where he is, how matters are handed in there (domain.md 2.5, 3.9)."""
