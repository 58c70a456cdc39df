"""Files on a disk: tables in any format, and what DVC keeps."""
