package answer

// rules are parts of answering that are left out to measure what they are worth.
// Only tests leave any out. Parts that are data or weights need no rule: they are
// left out by being empty.
type rules uint8

const (
	passageCounts rules = 1 << iota // the evidence of a passage counts for its sentences
	relatedCounts                   // a related word is evidence
	kindRefuses                     // want of a number or a date refuses
	scoreRaises                     // an article needs more evidence for less score
	onePerArticle                   // the best quote of each article comes first
)
