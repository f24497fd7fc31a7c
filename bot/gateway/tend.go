package gateway

import (
	"context"
	"net/http"
	"time"
)

const (
	ownersAgain = time.Hour      // after Discord has not said who owns the application
	sweepEvery  = 24 * time.Hour // what is kept for days need not be deleted sooner
)

// own asks Discord, once, who owns the application: its owner, or everybody who
// is in its team. Until it knows, nobody does. It ends with ctx.
func (g *Gateway) own(ctx context.Context) {
	select {
	case <-g.began:
	case <-ctx.Done():
		return
	}
	for first := true; ; first = false {
		ids, err := g.askOwners(ctx)
		if err == nil {
			g.intake.owners.Store(&ids)
		}
		if first {
			close(g.owned)
		}
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			return
		}
		g.lg.Warn("it is not known who owns the application, asking again later", "err", err, "wait", ownersAgain)
		if sleep(ctx, ownersAgain) != nil {
			return
		}
	}
}

// askOwners returns the ids of those who own the application.
func (g *Gateway) askOwners(ctx context.Context) (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var app struct {
		Owner *user `json:"owner"`
		Team  *struct {
			Members []struct {
				State int   `json:"membership_state"` // 1 invited, 2 accepted
				User  *user `json:"user"`
			} `json:"members"`
		} `json:"team"`
	}
	if err := g.rest.call(ctx, http.MethodGet, "/applications/@me", nil, &app); err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	if app.Team == nil && app.Owner != nil {
		ids[app.Owner.ID] = true
	}
	if app.Team != nil {
		for _, m := range app.Team.Members {
			if m.State == 2 && m.User != nil {
				ids[m.User.ID] = true
			}
		}
	}
	delete(ids, "")
	return ids, nil
}

// sweep has the handler sweep when the first session has begun and once a day. It
// ends with ctx.
func (g *Gateway) sweep(ctx context.Context) {
	select {
	case <-g.began:
	case <-ctx.Done():
		return
	}
	for {
		g.intake.background(g.handler.Sweep)
		if sleep(ctx, sweepEvery) != nil {
			return
		}
	}
}
