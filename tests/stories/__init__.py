"""Stories: a variant's whole way, over HTTP and GraphQL only, each person with a token of his
own.
"""
