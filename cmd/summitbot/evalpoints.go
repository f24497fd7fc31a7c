package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"summitbot/bot/answer"
	"summitbot/retrieval/eval"
)

// comparisons measures the points and the counts of articles, prints them unless
// JSON is asked for, and puts them into all.
func (e *evaluation) comparisons(ctx context.Context, service *answer.Service, w io.Writer, all map[string]any) error {
	if e.points != "" {
		figures, err := pointFigures(ctx, service, e.points)
		if err != nil {
			return err
		}
		if all["points"] = figures; !e.json {
			if err := eval.WritePoints(w, figures); err != nil {
				return err
			}
		}
	}
	if e.agreements == "" {
		return nil
	}
	figures, err := agreementFigures(ctx, service, e.agreements)
	if err != nil {
		return err
	}
	if all["agreements"] = figures; !e.json {
		return eval.WriteAgreements(w, figures)
	}
	return nil
}

func readListed(name string) ([]eval.Listed, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return eval.ReadListed(name, bytes.NewReader(data))
}

// pointFigures compares on every listed question.
func pointFigures(ctx context.Context, service *answer.Service, name string) (eval.PointFigures, error) {
	listed, err := readListed(name)
	if err != nil {
		return eval.PointFigures{}, err
	}
	asked := make([][]eval.ShownPoint, len(listed))
	for i, l := range listed {
		q, err := service.Read(l.Question)
		if err != nil {
			return eval.PointFigures{}, fmt.Errorf("%s: %s: %w", name, l.ID, err)
		}
		got, err := service.Compare(ctx, q)
		if err != nil {
			return eval.PointFigures{}, fmt.Errorf("%s: %s: %w", name, l.ID, err)
		}
		asked[i] = shownPoints(got.Points)
	}
	return eval.MeasurePoints(listed, shownPoints(service.Points()), asked), nil
}

func shownPoints(points []answer.Point) []eval.ShownPoint {
	var all []eval.ShownPoint
	for _, p := range points {
		shown := eval.ShownPoint{Kind: string(p.Kind), Differ: p.Differ}
		for _, v := range p.Values {
			var group []eval.Shown
			for _, e := range v.Evidence {
				group = append(group, eval.Shown{Article: e.Article().ID(), Body: e.Article().Body(), Text: e.Text()})
			}
			shown.Groups = append(shown.Groups, group)
		}
		all = append(all, shown)
	}
	return all
}

// agreementFigures asks every listed question and counts the articles that are
// said to have a passage on it.
func agreementFigures(ctx context.Context, service *answer.Service, name string) (eval.AgreementFigures, error) {
	listed, err := readListed(name)
	if err != nil {
		return eval.AgreementFigures{}, err
	}
	counted := make([][]string, len(listed))
	for i, l := range listed {
		q, err := service.Read(l.Question)
		if err != nil {
			return eval.AgreementFigures{}, fmt.Errorf("%s: %s: %w", name, l.ID, err)
		}
		a, err := service.Ask(ctx, publicScope, q)
		if err != nil {
			return eval.AgreementFigures{}, fmt.Errorf("%s: %s: %w", name, l.ID, err)
		}
		for _, art := range a.Corpus.Articles() {
			if a.Verdict == answer.Quoted && !slices.Contains(a.NothingIn, art) {
				counted[i] = append(counted[i], art.ID())
			}
		}
	}
	return eval.MeasureAgreements(listed, counted), nil
}
