"""CSV and Parquet files as typed frames: bytes, headers, records, types, and lines."""
