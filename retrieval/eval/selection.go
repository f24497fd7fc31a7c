package eval

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// A Choice is a question with sentences to choose from, one line of a file for
// sentence selection.
type Choice struct {
	ID         string      `json:"_id"`
	Question   string      `json:"question"`
	Candidates []Candidate `json:"candidates"`
}

// A Candidate is a sentence that answers (label 1) or not (label 0).
type Candidate struct {
	Text  string `json:"text"`
	Label int    `json:"label"`
}

// Texts returns the candidates' texts, in order.
func (c Choice) Texts() []string {
	texts := make([]string, len(c.Candidates))
	for i, cand := range c.Candidates {
		texts[i] = cand.Text
	}
	return texts
}

// ReadChoices reads a file of choices, one JSON object a line; a name that ends
// in .gz is that of a compressed file. Errors say file:line.
func ReadChoices(path string) ([]Choice, error) {
	var all []Choice
	err := eachLine(path, func(line string) error {
		var c Choice
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			return err
		}
		if c.Question == "" || len(c.Candidates) == 0 {
			return errors.New("a line needs a question and candidates")
		}
		all = append(all, c)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: no questions", path)
	}
	return all, err
}

// Selection is the quality of the scores of candidates: means over the
// questions that have a right candidate.
type Selection struct {
	Questions int     `json:"questions"` // with a right candidate
	MAP       float64 `json:"MAP"`
	MRR       float64 `json:"MRR"`
}

// MeasureSelection ranks the candidates of each choice by their scores, highest
// first and equal ones in the order of the file; scores[i][j] is that of
// candidate j of choice i.
func MeasureSelection(choices []Choice, scores [][]float64) Selection {
	var s Selection
	for i, c := range choices {
		order := make([]int, len(c.Candidates))
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[i][b], scores[i][a]) })
		right, ap, rr := 0, 0.0, 0.0
		for rank, j := range order {
			if c.Candidates[j].Label > 0 {
				right++
				ap += float64(right) / float64(rank+1)
				if right == 1 {
					rr = 1 / float64(rank+1)
				}
			}
		}
		if right == 0 {
			continue
		}
		s.Questions++
		s.MAP += ap / float64(right)
		s.MRR += rr
	}
	s.MAP, s.MRR = ratio(s.MAP, float64(s.Questions)), ratio(s.MRR, float64(s.Questions))
	return s
}
