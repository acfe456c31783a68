"""The screens of a reviewer: read, remark, pass, publish, take down."""
