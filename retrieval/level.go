package retrieval

// A field is a part of a unit whose words are counted apart.
type field uint8

const (
	title field = iota
	text
	fields // how many there are
)

func (f field) String() string { return [...]string{title: "title", text: "text"}[f] }

// A level is a set of units ranked by BM25F among themselves: all documents,
// or all groups.
//
// BM25F adds up a term's occurrences over the fields before it saturates:
//
//	tf = Σ weight[f] × tf[f] / ((1-b[f]) + b[f] × length[f]/average[f])
//
// tf[f] is how often the term stands in field f, length[f] the words of that
// field, average[f] their mean over the units that have the field. Robertson
// and Zaragoza 2009, section 3.6, with a b for each field.
type level struct {
	units   int
	k1      float64
	weight  [fields]float64
	b       [fields]float64
	length  [fields][]uint32 // by unit, in words
	average [fields]float64  // 0 if no unit has the field
	terms   []postings       // by term id
}

// newLevel returns a level whose lengths and terms are still to be filled in.
func newLevel(cfg Config, titleWeight float64, units, terms int) *level {
	lv := &level{
		units:  units,
		k1:     cfg.K1,
		weight: [fields]float64{title: titleWeight, text: 1},
		b:      [fields]float64{title: cfg.TitleB, text: cfg.TextB},
		terms:  make([]postings, terms),
	}
	for f := range lv.length {
		lv.length[f] = make([]uint32, units)
	}
	return lv
}

// finish computes what needs the whole level: averages, then saturations.
func (lv *level) finish() {
	for f, lengths := range lv.length {
		words, having := 0, 0
		for _, n := range lengths {
			words += int(n)
			having += min(int(n), 1)
		}
		if having > 0 {
			lv.average[f] = float64(words) / float64(having)
		}
	}
	for t := range lv.terms {
		p := &lv.terms[t]
		p.saturation = make([]float64, len(p.units))
		for i := range p.units {
			p.saturation[i] = saturation(lv.k1, lv.frequency(p, i))
		}
	}
}

// frequency returns BM25F's tf of posting i: occurrences over all fields, with
// weights and lengths applied.
func (lv *level) frequency(p *postings, i int) float64 {
	tf := 0.0
	for f := range fields {
		if p.tf[f][i] > 0 {
			tf += float64(lv.fieldFrequency(p, i, f))
		}
	}
	return tf
}

// fieldFrequency returns what field f adds to [level.frequency]; the field is
// not empty.
func (lv *level) fieldFrequency(p *postings, i int, f field) float64 {
	length := float64(lv.length[f][p.units[i]])
	return float64(lv.weight[f]*float64(p.tf[f][i])) / lengthNorm(lv.b[f], length, lv.average[f])
}

// idf returns the idf of a term among the level's units.
func (lv *level) idf(term uint32) float64 { return idf(lv.units, len(lv.terms[term].units)) }
