"""What a report is written from: parts given away, the register of cases, statistics, reasons."""
