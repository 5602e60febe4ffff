"""The pages for people: a shelf of documents, their review, what is made of several, behind a login."""
