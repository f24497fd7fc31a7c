package localdiscord

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is something that goes wrong on purpose.
type Fault struct {
	// Name is one of [FaultNames].
	Name string `json:"name"`
	// Times is how often it happens; 0 is once, a negative number is always.
	Times int `json:"times,omitempty"`
	// Status is what "rest_status" answers; 0 is 500.
	Status int `json:"status,omitempty"`
	// Method and Route limit "rest_status" to calls of one route, written as
	// for [Server.Calls]; "" is any.
	Method string `json:"method,omitempty"`
	Route  string `json:"route,omitempty"`
	// RetryAfter is what "rest_status" 429 asks for, in seconds.
	RetryAfter float64 `json:"retry_after,omitempty"`
	// Code is what "identify_close" closes with; 0 is 4004.
	Code int `json:"code,omitempty"`
}

// FaultNames returns the faults there are:
//
//	silent                nothing more is sent on the connections open now
//	cut                   the connections open now end without a close frame
//	hello_withheld        a new connection gets no HELLO
//	ready_withheld        an IDENTIFY or RESUME gets no answer
//	invalid_session       an IDENTIFY or RESUME gets opcode 9, not resumable
//	identify_close        an IDENTIFY is answered with a close code
//	reconnect_first       a RESUME gets opcode 7 before all else
//	duplicate             an interaction is dispatched twice
//	rest_status           a REST call is refused with a status
//	callback_refuse_card  a card is refused with 400 and 50035
//	none                  ends every fault that waits to happen
func FaultNames() []string {
	return []string{"silent", "cut", "hello_withheld", "ready_withheld", "invalid_session", "identify_close",
		"reconnect_first", "duplicate", "rest_status", "callback_refuse_card", "none"}
}

// Fault sets a fault, in place of one of the same name. The error names the
// faults there are.
func (s *Server) Fault(f Fault) error {
	if !slices.Contains(FaultNames(), f.Name) {
		return fmt.Errorf("no fault is called %q; there are %s", f.Name, strings.Join(FaultNames(), ", "))
	}
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Status == 0 {
		f.Status = 500
	}
	if f.Code == 0 {
		f.Code = closeAuthentication
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch f.Name {
	case "silent":
		for c := range s.open {
			c.silent = true
		}
	case "cut":
		for c := range s.open {
			c.cut()
		}
	case "none":
		clear(s.faults)
	default:
		s.faults[f.Name] = &f
	}
	return nil
}

// useFault returns a fault that is to happen now, or nil, and counts it. The
// caller holds s.mu.
func (s *Server) useFault(name string) *Fault {
	f := s.faults[name]
	if f == nil {
		return nil
	}
	if f.Times--; f.Times == 0 {
		delete(s.faults, name)
	}
	return f
}

// refuseByFault refuses a call that the fault "rest_status" means.
func (s *Server) refuseByFault(rt route) *apiError {
	f := s.faults["rest_status"]
	if f == nil || (f.Method != "" && f.Method != rt.method) || (f.Route != "" && f.Route != rt.pattern) {
		return nil
	}
	s.useFault("rest_status")
	refused := &apiError{status: f.Status, Message: fmt.Sprintf("%d: by fault", f.Status)}
	if f.Status == 429 {
		global := false
		refused.Message, refused.RetryAfter, refused.Global = "You are being rate limited.", f.RetryAfter, &global
	}
	return refused
}

// refuseCard refuses a card if the fault "callback_refuse_card" is set.
func (s *Server) refuseCard(f form) *apiError {
	flags := f.whole("flags", 0, 1<<31-1)
	if flags == nil || *flags&FlagComponentsV2 == 0 || s.useFault("callback_refuse_card") == nil {
		return nil
	}
	f.fail("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
	return f.bad.err()
}
