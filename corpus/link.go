package corpus

// Link returns the address that opens the article at the excerpt.
func (e Excerpt) Link() string { return e.article.meta.url }
