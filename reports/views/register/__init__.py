"""The register of requests: kept, brought in, counted, taken into a report."""
