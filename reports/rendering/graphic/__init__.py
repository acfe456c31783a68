"""图解: one picture and one page that tell a report's requests and reviews to readers."""
