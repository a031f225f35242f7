"""What the scripts of the pages read: tables, the telling, the index of the finder."""
