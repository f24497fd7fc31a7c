package localdiscord

// Dispatch sends an event as Discord would, for tests of who gets it.
func (s *Server) Dispatch(intent int, event string, data map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(intent, event, data)
}
