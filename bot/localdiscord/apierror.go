package localdiscord

import (
	"fmt"
	"strings"
)

// An apiError is an answer by which Discord refuses a request.
type apiError struct {
	status     int     // HTTP
	Message    string  `json:"message"`
	Code       int     `json:"code"`
	Errors     object  `json:"errors,omitempty"`      // of form 50035: by field, "_errors" at the leaves
	RetryAfter float64 `json:"retry_after,omitempty"` // seconds; of 429 only
	Global     *bool   `json:"global,omitempty"`      // of 429 only
}

// The refusals that need nothing but their name.
func errUnauthorized() *apiError {
	return &apiError{status: 401, Message: "401: Unauthorized"}
}
func errNotFound() *apiError {
	return &apiError{status: 404, Message: "404: Not Found"}
}
func errMethod() *apiError {
	return &apiError{status: 405, Message: "405: Method Not Allowed"}
}
func errInternal() *apiError {
	return &apiError{status: 500, Message: "500: Internal Server Error"}
}
func errUnknownChannel() *apiError {
	return &apiError{status: 404, Code: 10003, Message: "Unknown Channel"}
}
func errUnknownMessage() *apiError {
	return &apiError{status: 404, Code: 10008, Message: "Unknown Message"}
}
func errUnknownWebhook() *apiError {
	return &apiError{status: 404, Code: 10015, Message: "Unknown Webhook"}
}
func errUnknownInteraction() *apiError {
	return &apiError{status: 404, Code: 10062, Message: "Unknown interaction"}
}
func errAcknowledged() *apiError {
	return &apiError{status: 400, Code: 40060, Message: "Interaction has already been acknowledged."}
}
func errWebhookToken() *apiError {
	return &apiError{status: 401, Code: 50027, Message: "Invalid Webhook Token"}
}
func errEmptyMessage() *apiError {
	return &apiError{status: 400, Code: 50006, Message: "Cannot send an empty message"}
}
func errNotJSON() *apiError {
	return &apiError{status: 400, Code: 50109, Message: "The request body contains invalid JSON."}
}
func errNotMultipart() *apiError {
	return errForm("_", "FORM_DATA_INVALID", "The request body contains invalid form data.")
}
func errTooLarge() *apiError {
	return &apiError{status: 413, Code: 40005, Message: "Request entity too large"}
}
func errUserAgent() *apiError {
	return &apiError{status: 403, Code: 40333, Message: "internal network error"}
}
func errVersion() *apiError {
	return &apiError{status: 400, Code: 50041, Message: "Invalid API version provided"}
}
func errMissingAccess() *apiError {
	return &apiError{status: 403, Code: 50001, Message: "Missing Access"}
}
func errMissingPermissions() *apiError {
	return &apiError{status: 403, Code: 50013, Message: "Missing Permissions"}
}
func errRefusesDMs() *apiError {
	return &apiError{status: 403, Code: 50007, Message: "Cannot send messages to this user"}
}
func errOtherAuthor() *apiError {
	return &apiError{status: 403, Code: 50005, Message: "Cannot edit a message authored by another user"}
}
func errInDM() *apiError {
	return &apiError{status: 403, Code: 50003, Message: "Cannot execute action on a DM channel"}
}
func errNoHistory() *apiError {
	return &apiError{status: 403, Code: 160002, Message: "Cannot reply without permission to read message history"}
}
func errUnknownUser() *apiError {
	return &apiError{status: 404, Code: 10013, Message: "Unknown User"}
}
func errUnknownMember() *apiError {
	return &apiError{status: 404, Code: 10007, Message: "Unknown Member"}
}
func errUnknownEmoji() *apiError {
	return &apiError{status: 400, Code: 10014, Message: "Unknown Emoji"}
}
func errTooManyReactions() *apiError {
	return &apiError{status: 400, Code: 30010, Message: "Maximum number of reactions reached (20)"}
}
func errUnknownCommand() *apiError {
	return &apiError{status: 404, Code: 10063, Message: "Unknown application command"}
}
func errTooManyFollowUps() *apiError {
	return &apiError{status: 400, Code: 40094, Message: "This interaction has reached the maximum number of follow-up messages."}
}
func errTooManyCommands(limit int) *apiError {
	return &apiError{status: 400, Code: 30032, Message: fmt.Sprintf("Maximum number of application commands reached (%d)", limit)}
}
func errOtherApplication() *apiError {
	return &apiError{status: 403, Code: 20012, Message: "You are not authorized to perform this action on this application"}
}
func errTooManyCreates() *apiError {
	return &apiError{status: 400, Code: 30034, Message: "Max number of daily application command creates has been reached (200)"}
}

// errForm returns the refusal of a form with one fault: 50035.
func errForm(path, code, message string) *apiError {
	var bad formErrors
	bad.add(strings.Split(path, "."), code, "%s", message)
	return bad.err()
}

// formErrors gathers what is wrong with the fields of a request.
type formErrors struct {
	root object
}

// add notes a fault of the field at path, in which an index of an array is a
// part like any other.
func (e *formErrors) add(path []string, code, format string, args ...any) {
	if e.root == nil {
		e.root = object{}
	}
	at := e.root
	for _, part := range path {
		next, ok := at[part].(object)
		if !ok {
			next = object{}
			at[part] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]object)
	at["_errors"] = append(list, object{"code": code, "message": fmt.Sprintf(format, args...)})
}

// err returns the refusal, or nil if nothing was wrong.
func (e *formErrors) err() *apiError {
	if e.root == nil {
		return nil
	}
	innermost(e.root)
	return &apiError{status: 400, Code: 50035, Message: "Invalid Form Body", Errors: e.root}
}

// innermost drops the faults of what has faulty parts: Discord tells of either.
func innermost(at object) {
	if len(at) > 1 {
		delete(at, "_errors")
	}
	for _, part := range at {
		if part, ok := part.(object); ok {
			innermost(part)
		}
	}
}
