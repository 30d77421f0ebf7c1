#include "config.h"

#include "tui/app/action.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "tui/app/actionparts.h"

#include <string.h>

enum {
    F = CONTEXT_FILTER,
    L = CONTEXT_LIST,
    C = CONTEXT_CASE,
    H = CONTEXT_HISTORY,
    E = CONTEXT_FORM,
    M = CONTEXT_METRICS,
    I = CONTEXT_INBOX,
    K = CONTEXT_CUSTOMERS,
    KF = CONTEXT_CUSTOMER_FILTER,
    A = CONTEXT_ADMIN,
    Q = CONTEXT_HELP,
    O = CONTEXT_OFFERS,
    T = CONTEXT_FACETS,
    D = CONTEXT_DIFF,
    X = CONTEXT_COMPARE,
    S = CONTEXT_FOUND,
    P = CONTEXT_PROSPECT,
    V = CONTEXT_VIEWS,
    J = CONTEXT_CONSENTS,
    U = CONTEXT_DUPLICATES,
    G = CONTEXT_MERGE,
    Y = CONTEXT_CARE,
    R = CONTEXT_REVIEW,
    N = CONTEXT_COMMENTS,
    W = CONTEXT_COMPOSE,
    B = CONTEXT_FILES,
    READING = C | M | Q | D | X | R,                           /* something to scroll */
    LISTS = L | H | I | K | A | S | V | J | U | G | Y | N | B, /* rows to choose from */
    MOVING = READING | LISTS | KF,
    ALL = CONTEXT_ALL
};

/* clang-format off */
static const Action actions[ACTIONS] = {
    [ACTION_NONE] = {"", "", "", "", 0, 0, false},
    [ACTION_SEARCH] = {"search", N_("search"), N_("Goes to the filter bar; Chinese typed in a list does the same."), "/ ^F F4", L | M | I | H | K | S | T | U | Y, L | K, false},
    [ACTION_TO_LIST] = {"to-list", N_("list"), N_("Keeps what is typed and goes to the list, where letters are commands."), "Enter", F, F, false},
    [ACTION_COMPLETE] = {"complete", N_("complete"), N_("Offers names, fields and values for what stands at the insertion point; where there is nothing to offer, goes to the list."), "Tab", F, 0, false},
    [ACTION_EARLIER] = {"earlier-search", N_("search before"), N_("Brings back the search before."), "Up", F, 0, false},
    [ACTION_LATER] = {"later-search", N_("list, search after"), N_("Among searches that were brought back goes to the one after; otherwise to the list."), "Down", F, 0, false},
    [ACTION_TAKE_OFFER] = {"take-offer", N_("take"), N_("Puts the selected offer into the query; typing goes on choosing."), "Enter Tab", O, O, true},
    [ACTION_CLOSE_OFFERS] = {"close-offers", N_("close"), N_("Closes the offers; what is typed stays."), "Esc", O, O, true},
    [ACTION_ADD_SYNONYM] = {"add-synonym", N_("add a synonym"), N_("Asks for another word for what is searched for; from then on a search for one finds the other too."), "^E", F | L, 0, false},
    [ACTION_CLEAR] = {"clear", N_("clear"), N_("Takes back what was typed; once more empties the line."), "Esc", F | Q | KF, F | Q | KF, false},
    [ACTION_OPEN] = {"open", N_("open"), N_("Opens the selected row."), "l Enter Right", R | L | I | M | H | K | KF | A | S | V | J | U | Y, L | I | M | H | K | KF | A | S | V | U, false},
    [ACTION_BACK] = {"back", N_("back"), N_("Goes back one level; never quits."), "h Esc Left", R | N | L | C | H | M | I | K | A | D | X | S | V | J | U | G | Y | B, R | N | C | H | D | X | S | V | J | U | G | B, false},
    [ACTION_HAND_ON] = {"hand-on", N_("hand on"), N_("Copies a summary, a link or the whole case for somebody else, the safe form first; logs uses."), "Y ^O", F | L | C, C | L, false},
    [ACTION_NEW] = {"new", N_("new case"), N_("Starts a case; when nothing was found, with what was searched for as its title and fields."), "a Ins", F | L | C | I, F | L, false},
    [ACTION_EDIT] = {"edit", N_("edit"), N_("Opens the form over all fields of the case, or of the customer."), "e F2", F | L | C | R | J | Y | K | KF, L | C | J | Y | K, false},
    [ACTION_TEMPLATE] = {"template", N_("by a template"), N_("Begins a case with the questions and the sorting of a template; in the form of a new case fills what is still empty."), "", F | L | C | E, 0, false},
    [ACTION_COPY_AS_NEW] = {"copy-as-new", N_("copy as new"), N_("Begins a case with what can be used again of this one: not its customer, results, feedback, consent."), "", L | C, 0, false},
    [ACTION_SAVE_TEMPLATE] = {"save-template", N_("save as a template"), N_("Keeps what can be used again of the case as a template of the team."), "", L | C, 0, false},
    [ACTION_REMOVE_TEMPLATE] = {"remove-template", N_("remove a template"), N_("Takes a template of the team away; cases that began with it stay."), "", L | C, 0, false},
    [ACTION_MOVES] = {"moves", N_("state"), N_("Submits, reviews, returns, publishes, verifies or archives the case, as its state allows."), "m", L | C | R, L | C, false},
    [ACTION_PREVIEW] = {"preview", N_("preview"), N_("Shows the selected case beside or below the list, or not."), "p F5", F | L | T, L | F, false},
    [ACTION_SORT] = {"sort", N_("sort"), N_("Chooses the order of the list."), "s F6", F | L | T, L | F, false},
    [ACTION_FACETS] = {"narrow", N_("narrow"), N_("Counts industries, states and other values of what was found, and narrows the list to some of them."), "f F7", F | L | T | Y, F | L | Y, false},
    [ACTION_FACET_TAKE] = {"choose-value", N_("choose"), N_("Narrows the list to the value, or no longer; several values of a field are alternatives."), "Enter Space", T, T, true},
    [ACTION_FACET_FOLD] = {"open-field", N_("close, open"), N_("Closes or opens the field or the branch of the tree."), "Left Right", T, T, true},
    [ACTION_FACET_NEXT] = {"next-value-field", N_("next field"), N_("Goes to the next field, or to the one before."), "Tab S-Tab", T, T, true},
    [ACTION_UNNARROW] = {"widen", N_("all values"), N_("Takes every chosen value back; the words of the search stay."), "0 ^W", L | T, T, false},
    [ACTION_FACETS_LEAVE] = {"leave-values", N_("back"), N_("Forgets what was typed to find a value; once more goes back to the list."), "Esc", T, T, true},
    [ACTION_TAKE_HINT] = {"take-hint", N_("search for that"), N_("Where nothing holds everything: searches for what would find something."), "+", L, 0, false},
    [ACTION_COLUMNS] = {"columns", N_("columns"), N_("Chooses what a row of the list shows."), "c |", L, 0, false},
    [ACTION_SAVE_VIEW] = {"save-view", N_("save view"), N_("Keeps the search and the order of the list under a name and a digit."), "S ^K", L | S, S, false},
    [ACTION_VIEWS] = {"views", N_("show a view"), N_("Lists the saved views; a digit shows one."), "v ^N", F | L, 0, false},
    [ACTION_VIEW_CHANGE] = {"change-view", N_("rename, move"), N_("Gives the view another name or digit, or deletes it."), "e F2", V, V, false},
    [ACTION_VIEW_DELETE] = {"delete-view", N_("delete"), N_("Deletes the view, after a question; the cases stay."), "d Del", V, V, false},
    [ACTION_SHOW_NEW] = {"show-new", N_("show new"), N_("Lets new rows into the list."), ". ^R", F | L | I | R | U | Y, 0, false},
    [ACTION_HISTORY] = {"history", N_("history"), N_("Lists the revisions of the case."), "H", L | C | R, C, false},
    [ACTION_DIFF] = {"diff", N_("what changed"), N_("Shows what a revision changed; in a case, what the newest one did."), "D F7", C | H, C, false},
    [ACTION_REVERT] = {"revert", N_("bring back"), N_("Makes the selected revision the newest one; nothing is lost."), "R F2", H | D, H | D, false},
    [ACTION_LAYOUT] = {"layout", N_("layout"), N_("Puts the two texts beside each other, or one below the other."), "Tab", D | X, D | X, false},
    [ACTION_DIFFERING] = {"differing", N_("all, differing"), N_("Shows all that the two cases say, or only what differs."), "a F7", X, X, false},
    [ACTION_OPEN_FIRST] = {"open-first", N_("open first"), N_("Opens the first of the two cases."), "[ F5", X, X, false},
    [ACTION_OPEN_SECOND] = {"open-second", N_("open second"), N_("Opens the second of the two cases."), "] F6", X, X, false},
    [ACTION_COMPARE] = {"compare", N_("compare"), N_("Compares the two marked cases, or the marked one with the selected one; in the history, two revisions."), "=", L | C | H | S | U, H | S, false},
    [ACTION_SIMILAR] = {"similar", N_("similar"), N_("Lists cases that speak of the same things, with the words they share."), "~", L | C | S, C, false},
    [ACTION_ALIKE] = {"look-alike", N_("look at the similar case"), N_("In a new case opens the one that it may be again, and comes back with Esc; in title and customer F2 does it too."), "", E, 0, false},
    [ACTION_DUPLICATES] = {"duplicates", N_("duplicates"), N_("Lists groups of cases that are nearly the same, to be merged or told apart."), "", F | L | C | I | A, 0, false},
    [ACTION_LINT] = {"lint", N_("lint"), N_("Says of every case what keeps it from being published and what is worth a look."), "", F | L | C | I | A, 0, false},
    [ACTION_STALE] = {"stale", N_("verify again"), N_("Lists published cases that have to be verified again, the most urgent first."), "", F | L | C | I | A, 0, false},
    [ACTION_ACTIVITY] = {"activity", N_("activity"), N_("Lists what you did today and before, or what everybody did, the newest first."), "", F | L | C | I | A, 0, false},
    [ACTION_OWNER] = {"owner", N_("whose"), N_("Shows everybody's cases, one's own, or somebody else's."), "o F5", Y | H, Y, false},
    [ACTION_DEAL] = {"deal-with", N_("deal with"), N_("Mends, verifies, archives or asks about the marked cases, or the selected one, as one step."), "; F8", Y, Y, false},
    [ACTION_MERGE] = {"merge", N_("merge"), N_("Makes two cases one, after a look at what becomes of every field; the selected or first one stays."), "m F8", X | S | U, X | U, false},
    [ACTION_DISTINCT] = {"not-duplicate", N_("different"), N_("Says that the cases of the group are different ones: they are not offered as duplicates again."), "d Del", U, U, false},
    [ACTION_MERGE_MARKED] = {"merge-marked", N_("merge marked cases"), N_("Makes the two marked cases one, or the marked one and the selected one, which stays."), "", L | C, 0, false},
    [ACTION_MERGE_CHOOSE] = {"merge-choose", N_("choose"), N_("Goes on to what else may become of the field: it stays, the other's, or both."), "Enter Right", G, G, false},
    [ACTION_MERGE_SWAP] = {"merge-swap", N_("other stays"), N_("Lets the other case stay; the choices are proposed anew."), "Tab", G, G, false},
    [ACTION_MERGE_NOW] = {"merge-now", N_("merge"), N_("Merges the two as it is chosen here; undo takes it back."), "m ^S", G, G, false},
    [ACTION_PROSPECT] = {"prospect", N_("find for a prospect"), N_("Asks for industry, size, region and pain of a prospect and lists the cases that are nearest to it."), "r", F | L | C | S, 0, false},
    [ACTION_SCREENING] = {"screening", N_("screening"), N_("Lists the best cases of the search by their score, with what each input adds to it; Enter explains a score."), "", F | L | S, 0, false},
    [ACTION_PROSPECT_TAKE] = {"prospect-take", N_("take, next"), N_("Takes the value that is offered and goes on; behind the last field it finds the cases."), "Enter", P, P, true},
    [ACTION_PROSPECT_CHOOSE] = {"prospect-choose", N_("choose"), N_("Chooses among the values that are offered for the field."), "Down Up", P, P, true},
    [ACTION_PROSPECT_FIND] = {"prospect-find", N_("find"), N_("Lists the cases that are nearest to what the fields say."), "^S", P, P, true},
    [ACTION_PROSPECT_LEAVE] = {"prospect-leave", N_("back"), N_("Goes back; nothing is kept."), "Esc", P, P, true},
    [ACTION_NEXT_MATCH] = {"next-match", N_("next match"), N_("Goes to the next place that the search matches, or that holds what was looked for with /."), "n F3", C | D | X, C, false},
    [ACTION_PREVIOUS_MATCH] = {"previous-match", N_("match before"), N_("Goes to the match before."), "N ^N", C | D | X, 0, false},
    [ACTION_FIND] = {"find", N_("find"), N_("Asks for words and goes to where this text holds them."), "/ ^F F4", C | D | X, C, false},
    [ACTION_SCROLL_LEFT] = {"scroll-left", N_("scroll left"), N_("Moves long lines of code back to the right."), "<", C | D | X, 0, false},
    [ACTION_SCROLL_RIGHT] = {"scroll-right", N_("scroll right"), N_("Shows what long lines of code hold farther right."), ">", C | D | X, 0, false},
    [ACTION_MARK] = {"mark", N_("mark"), N_("Marks the case, or takes its mark away; marks stay while you search on. In the history marks the revision that = compares with."), "x ^T", F | L | C | S | H | U | Y, L | S | Y, false},
    [ACTION_MARK_ALL] = {"mark-all", N_("mark all"), N_("Marks every case that the list found; once more takes all marks away."), "X *", L | Y, 0, false},
    [ACTION_BULK] = {"bulk", N_("tag, export"), N_("Tags, gives away, exports or trashes the marked cases, or the selected one."), "; F8", F | L | C, 0, false},
    [ACTION_COPY_ID] = {"copy-id", N_("copy number"), N_("Copies the number of the case."), "y", L | C, 0, false},
    [ACTION_USE] = {"use", N_("log a use"), N_("Logs for whom the case was used, and how."), "u", L | C, C | L, false},
    [ACTION_RATE] = {"rate", N_("rate"), N_("Says how good the case is, 0 to 100, and whether it helped."), "*", C, 0, false},
    [ACTION_CONSENTS] = {"consents", N_("consents"), N_("Shows what the customer allows us to tell: its consents, to record, change and take back; in the Inbox those of all customers, by the day on which they end."), "c F6", C | K | KF | I, K | KF | I, false},
    [ACTION_CASE_CONSENTS] = {"case-consents", N_("consents of the customer"), N_("Shows the consents of the customer of the selected case, and what they mean for it."), "", F | L, 0, false},
    [ACTION_ALL_CONSENTS] = {"all-consents", N_("consents by expiry"), N_("Lists the consents of all customers, the one that ends first at the top: customer, what it allows, until when, cases."), "", F | L | C | I | A, 0, false},
    [ACTION_CONSENT_NEW] = {"new-consent", N_("new consent"), N_("Records a consent of the customer: what it allows, where, by whom and until when."), "a Ins", J, J, false},
    [ACTION_CONSENT_REVOKE] = {"take-back-consent", N_("take back"), N_("Notes that the customer took the consent back today, after a question; public cases that rest on it become internal at once."), "r F8", J, J, false},
    [ACTION_CONSENT_TAKE] = {"take-consent", N_("for this case"), N_("Lets the case from which you came rest on the selected consent."), "+ ^T", J, J, false},
    [ACTION_HOW_IT_WENT] = {"how-it-went", N_("how it went"), N_("Says how your last use of the case went, one to five."), "U", L | C, 0, false},
    [ACTION_TRASH] = {"trash", N_("trash"), N_("Puts the case or the customer into the trash; undo brings it back."), "Del", L | C | K, 0, false},
    [ACTION_UNDO] = {"undo", N_("undo"), N_("Brings back the selected case when it is in the trash, else takes back what was done last in this session: a save, a move, the trash, a change to many cases, a draft put away; again the one before."), "z ^Z", L | C | H | I | J | U | Y | X | S | R | K, 0, false},
    [ACTION_REDO] = {"redo", N_("redo"), N_("Does again what undo took back last."), "Z ^Y", L | C | I | J | U | Y | X | S | N | R | K, 0, false},
    [ACTION_REVIEW] = {"review", N_("review"), N_("Shows the cases that wait for your review one after the other, with what changed in each."), "w", F | L | C | I | A, I, false},
    [ACTION_APPROVE] = {"approve", N_("approve"), N_("Publishes the case; one that fell due is verified again."), "a ^S", R, R, false},
    [ACTION_VERIFY_AS] = {"verify-as", N_("verify, interval"), N_("Verifies the case, as until now or to be checked again after another time: 30, 90, 180, 365 days, never."), "v F7", R | I, 0, false},
    [ACTION_RETURN] = {"return", N_("return"), N_("Sends the case back to its author, with a reason; your open comments are offered as the reason."), "r F8", R, R, false},
    [ACTION_REVIEW_NEXT] = {"next-case", N_("next case"), N_("Goes on to the next case; this one keeps waiting."), "n Tab", R, R, false},
    [ACTION_REVIEW_PREVIOUS] = {"case-before", N_("case before"), N_("Goes back to the case before."), "p S-Tab", R, 0, false},
    [ACTION_COMMENT_HERE] = {"comment-here", N_("write comment"), N_("Comments on the part of the case that stands at the top."), "c F6", R, R, false},
    [ACTION_COMMENTS] = {"comments", N_("comments"), N_("Shows what was said about the case, to be answered, settled or taken into the text."), "C ^E", C | R, C | R, false},
    [ACTION_COMMENT_NEW] = {"new-comment", N_("comment"), N_("Writes a comment: a remark, an error, or a suggestion for the text."), "a Ins", N, N, false},
    [ACTION_COMMENT_ANSWER] = {"answer", N_("answer"), N_("Answers the selected comment."), "r Enter", N, N, false},
    [ACTION_COMMENT_SETTLE] = {"settle", N_("settle, reopen"), N_("Settles the selected comment, or opens it again."), "x ^T", N, N, false},
    [ACTION_COMMENT_ACCEPT] = {"accept", N_("accept"), N_("Takes the selected suggestion into the text of the case: one revision, which names whose it was."), "+ F5", N, N, false},
    [ACTION_COMMENT_DECLINE] = {"decline", N_("decline"), N_("Declines the selected suggestion, with a word."), "- F8", N, N, false},
    [ACTION_COMMENT_EDIT] = {"change-comment", N_("change it"), N_("Gives a comment of your own other words."), "e F2", N, N, false},
    [ACTION_COMMENT_DELETE] = {"delete-comment", N_("delete"), N_("Deletes a comment of your own; undo brings it back."), "d Del", N, N, false},
    [ACTION_COMMENT_UNDELETE] = {"undelete-comment", N_("undo"), N_("Takes back what you did last to this case: a comment, its end, a suggestion that was accepted."), "z ^Z", N, 0, false},
    [ACTION_FILES] = {"files", N_("files"), N_("Lists the files of the case: evidence and pictures, to be added, renamed and deleted."), "A", L | C | E, 0, false},
    [ACTION_FILE_OPEN] = {"file-out", N_("read out"), N_("Copies the command that writes the file to a folder of yours."), "l Enter", B, B, false},
    [ACTION_FILE_NEW] = {"new-file", N_("attach"), N_("Attaches a file to the case, 5 MB at the most."), "a Ins", B, B, false},
    [ACTION_FILE_RENAME] = {"rename-file", N_("rename"), N_("Gives the file another name."), "e F2", B, B, false},
    [ACTION_FILE_DELETE] = {"delete-file", N_("delete"), N_("Puts the file into the trash; undo brings it back."), "d Del", B, B, false},
    [ACTION_FILE_UNDELETE] = {"undelete-file", N_("bring back"), N_("Brings back the file that was deleted last."), "z ^Z", B, 0, false},
    [ACTION_COMPOSE_SEND] = {"send-comment", N_("write it"), N_("Writes the comment for others to read."), "^S", W, W, false},
    [ACTION_COMPOSE_NEXT] = {"next-part", N_("text, about, kind"), N_("Goes from the text to what it is about, and to its kind."), "Tab S-Tab", W, W, true},
    [ACTION_COMPOSE_CHOOSE] = {"choose-part", N_("choose"), N_("Where something is chosen, takes the one before or after; Space lists them all."), "Left Right Space", W, 0, true},
    [ACTION_COMPOSE_LEAVE] = {"leave-comment", N_("leave"), N_("Goes back; what was typed is let go after a question."), "Esc", W, W, true},
    [ACTION_UP] = {"up", N_("up"), N_("Moves or scrolls up."), "k Up", MOVING, 0, false},
    [ACTION_DOWN] = {"down", N_("down"), N_("Moves or scrolls down."), "j Down", MOVING, 0, false},
    [ACTION_PAGE_UP] = {"page-up", N_("page up"), N_("Moves or scrolls up a page."), "PgUp", LISTS | C | R | D | X | F | Q | KF, 0, false},
    [ACTION_PAGE_DOWN] = {"page-down", N_("page down"), N_("Moves or scrolls down a page."), "PgDn", LISTS | C | R | D | X | F | Q | KF, 0, false},
    [ACTION_HALF_UP] = {"half-up", N_("half page up"), N_("Moves or scrolls up half a page."), "^U", LISTS | C | R | D | X, 0, false},
    [ACTION_HALF_DOWN] = {"half-down", N_("half page down"), N_("Moves or scrolls down half a page."), "^D", LISTS | C | R | D | X, 0, false},
    [ACTION_START] = {"start", N_("start"), N_("Goes to the first row or line."), "g Home", MOVING, 0, false},
    [ACTION_END] = {"end", N_("end"), N_("Goes to the last row or line."), "G End", MOVING, 0, false},
    [ACTION_PERIOD_BACK] = {"period-back", N_("week before"), N_("Shows the week before."), "[ PgUp", M, M, false},
    [ACTION_PERIOD_FORWARD] = {"period-forward", N_("week after"), N_("Shows the week after."), "] PgDn", M, M, false},
    [ACTION_DISCARD] = {"discard", N_("discard, done"), N_("Puts the selected draft away, undo brings it back; a comment or a word that you know goes from the Inbox."), "d Del", I, I, false},
    [ACTION_SAVE] = {"save", N_("save"), N_("Saves the form as a new revision."), "^S", E, E, false},
    [ACTION_DONE] = {"done", N_("done"), N_("Saves, checks what submitting asks for, and submits a draft for review."), "^D", E, E, false},
    [ACTION_QUICK] = {"quick-capture", N_("quick, all"), N_("Goes from quick capture to all fields of a case, and back."), "F5", E, E, false},
    [ACTION_NEXT_FIELD] = {"next-field", N_("next field"), N_("Goes to the next field."), "Tab ^N", E | P, E | P, true},
    [ACTION_PREVIOUS_FIELD] = {"previous-field", N_("field before"), N_("Goes to the field before."), "S-Tab ^B", E | P, 0, true},
    [ACTION_FORM_LEAVE] = {"leave", N_("leave"), N_("Leaves the form; the draft is kept, nothing is asked."), "Esc", E, E, true},
    [ACTION_CHOOSE] = {"choose", N_("choose"), N_("In a field with choices takes the one before or after; Space lists them all."), "Left Right Space", E, 0, true},
    [ACTION_GROUP] = {"group", N_("group"), N_("Goes to the group of fields before or after."), "PgUp PgDn", E, 0, true},
    [ACTION_FIELD_LIST] = {"field-list", N_("list"), N_("Opens what the field can hold: the calendar, the tree, or what is there already."), "F7", E, 0, true},
    [ACTION_DELETE_ROW] = {"delete-row", N_("delete row"), N_("Deletes the row of a table; in a text cuts out what is selected, else the rest of the paragraph."), "^K", E, 0, true},
    [ACTION_MINE_THEIRS] = {"mine-theirs", N_("mine or theirs"), N_("In a field that somebody else changed too, changes between the two texts."), "^T", E, 0, true},
    [ACTION_NEWLINE] = {"newline", N_("next, new line"), N_("In a field of one line goes on to the next field; in a text begins a new line."), "Enter", E, 0, true},
    [ACTION_FORM_UNDO] = {"form-undo", N_("undo"), N_("Takes the last change of the field back."), "^Z", E, 0, true},
    [ACTION_FORM_REDO] = {"form-redo", N_("redo"), N_("Makes a change again that was taken back."), "^Y", E, 0, true},
    [ACTION_TEXT_FIND] = {"find-text", N_("find, replace"), N_("Finds in the text, whatever the case, width and script, and replaces."), "F4 ^F", E, 0, true},
    [ACTION_TEXT_NEXT] = {"find-again", N_("find again"), N_("Goes to the next place of what was looked for in a text, with Shift to the one before."), "F3 S-F3", E, 0, true},
    [ACTION_TEXT_SELECT] = {"select-text", N_("select"), N_("Begins to select, or ends it; pressed twice it selects the sentence. In a table: moves, doubles, deletes rows."), "F8", E, 0, true},
    [ACTION_TEXT_COPY] = {"copy-text", N_("copy"), N_("Copies what is selected, else the sentence; ^K cuts it out."), "^O ^C C-Ins", E, 0, true},
    [ACTION_TEXT_PASTE] = {"paste-text", N_("paste"), N_("Puts in what was copied or cut last, also from another case."), "^R ^V S-Ins", E, 0, true},
    [ACTION_TEXT_STRIDE] = {"stride", N_("words, sentences"), N_("Makes Left and Right go by words, then by sentences, then by characters again; so do C-Left and C-Right by words."), "F2 C-Left C-Right", E, 0, true},
    [ACTION_TEXT_ENDS] = {"text-ends", N_("line start, end"), N_("Goes to the start or end of the line; pressed twice of the paragraph, then of the text."), "Home End", E, 0, true},
    [ACTION_NOTES] = {"notes", N_("private notes"), N_("Opens the private notes beside the form or over its lower part; goes there and back."), "F6", E, E, false},
    [ACTION_PASSAGE] = {"passage", N_("passage"), N_("Puts the selected passage, or the sentence, into a section or into rows of steps and outcomes; in the notes it is greyed."), "^E", E, E, false},
    [ACTION_EDITOR] = {"editor", N_("own editor"), N_("Opens the case as YAML in the editor that VISUAL or EDITOR names; from the form with what is not saved yet."), "E ^X", F | L | C | E, 0, false},
    [ACTION_CASES] = {"cases", N_("cases"), N_("Shows the cases."), "1", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_METRICS] = {"metrics", N_("metrics"), N_("Shows the metrics."), "2", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_CUSTOMERS] = {"customers", N_("customers"), N_("Lists the customers with their cases."), "3", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_INBOX] = {"inbox", N_("inbox"), N_("Shows what waits for you."), "4", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_VIEW_LIST] = {"view-list", N_("views"), N_("Lists the saved views, one's own and the team's."), "5", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_ADMIN] = {"admin", N_("administration"), N_("Shows people, settings, the library and what was done in it."), "6", ALL & ~(E | Q | O | W), 0, false},
    [ACTION_MENU] = {"menu", N_("menu"), N_("Lists everything that can be done here, to be chosen with the arrows."), ": Space ^P F9", ALL & ~(Q | O), ALL & ~(Q | O), false},
    [ACTION_PAUSE] = {"pause", N_("pause updates"), N_("Lets the screen stand still while others work, or follow them again."), "P !", L | M | I, 0, false},
    [ACTION_MOUSE] = {"mouse", N_("mouse"), N_("Gives the mouse to the program, or back to the terminal for marking and copying."), "M &", L | M | I | C | H, 0, false},
    [ACTION_REDRAW] = {"redraw", N_("redraw"), N_("Draws the whole screen again."), "^L", ALL, 0, false},
    [ACTION_IMPORT] = {"import", N_("import"), N_("Takes cases from a file or a folder: Markdown, YAML, JSON Lines, CSV."), "", F | L | I, 0, false},
    [ACTION_DEMO] = {"demo", N_("demo library"), N_("Opens made-up cases in a library of their own, to try everything out."), "", F | L | I, 0, false},
    [ACTION_SUSPEND] = {"suspend", N_("suspend"), N_("Goes back to the shell until fg; drafts are kept."), "", ALL & ~(Q | O), 0, false},
    [ACTION_QUIT] = {"quit", N_("quit"), N_("Leaves the program; drafts are kept."), "q ^Q F10", ALL, Q, false},
    [ACTION_HELP] = {"help", N_("help"), N_("Shows the keys that work here, and all others."), "? ^G F1", ALL, ALL, false},
};
/* clang-format on */
_Static_assert(COUNT_OF(actions) == ACTIONS, "one row an action");

static const struct {
    ActionContext context;
    const char *label;
} contexts[] = {
    {CONTEXT_FILTER, N_("Filter bar")},
    {CONTEXT_LIST, N_("List of cases")},
    {CONTEXT_CASE, N_("Case")},
    {CONTEXT_HISTORY, N_("History")},
    {CONTEXT_FORM, N_("Form")},
    {CONTEXT_METRICS, N_("Metrics")},
    {CONTEXT_INBOX, N_("Inbox")},
    {CONTEXT_ADMIN, N_("Admin")},
    {CONTEXT_CUSTOMERS, N_("Customers")},
    {CONTEXT_CUSTOMER_FILTER, N_("Filter of customers")},
    {CONTEXT_HELP, N_("Help")},
    {CONTEXT_OFFERS, N_("Completion")},
    {CONTEXT_FACETS, N_("Values to narrow by")},
    {CONTEXT_DIFF, N_("Two revisions")},
    {CONTEXT_COMPARE, N_("Two cases")},
    {CONTEXT_FOUND, N_("Similar cases, screening")},
    {CONTEXT_PROSPECT, N_("Find for a prospect")},
    {CONTEXT_VIEWS, N_("Saved views")},
    {CONTEXT_CONSENTS, N_("Consents of a customer")},
    {CONTEXT_DUPLICATES, N_("Duplicates")},
    {CONTEXT_MERGE, N_("Merging two cases")},
    {CONTEXT_CARE, N_("Cases to look after")},
    {CONTEXT_REVIEW, N_("Review")},
    {CONTEXT_COMMENTS, N_("Comments")},
    {CONTEXT_COMPOSE, N_("Writing a comment")},
    {CONTEXT_FILES, N_("Files of a case")},
};

const Action *action_get(ActionId id) {
    return &actions[id];
}

/* Both are in one order. */
_Static_assert((int)ACTION_END - (int)ACTION_UP == (int)LIST_END - (int)LIST_UP,
               "one action a move");

bool action_move(ActionId id, ListMove *out) {
    if (id < ACTION_UP || id > ACTION_END)
        return false;
    *out = (ListMove)(LIST_UP + (id - ACTION_UP));
    return true;
}

const char *action_context_label(ActionContext context) {
    for (size_t i = 0; i < COUNT_OF(contexts); i++)
        if (contexts[i].context == context)
            return contexts[i].label;
    return "";
}

/* ---- keys ---- */

static bool is_letter(InputKey key) {
    uint32_t lower = key.code | 0x20;
    return !key.mods && lower >= 'a' && lower <= 'z';
}

bool action_chord_parse(Str text, ActionChord *out) {
    *out = (ActionChord){0};
    if (text.len == 1)
        return input_key_parse(text, &out->keys[out->count++]);
    while (text.len && out->count < ACTION_CHORD) {
        size_t len = 0;
        while (len < text.len && text.ptr[len] != ' ' && (text.ptr[len] != ',' || !len))
            len++;
        if (!input_key_parse(str_make(text.ptr, len), &out->keys[out->count++]))
            return false;
        text = str_make(text.ptr + len, text.len - len);
        if (text.len)
            text = str_make(text.ptr + 1, text.len - 1);
    }
    return out->count && !text.len;
}

void action_chord_format(Buf *out, const ActionChord *chord) {
    for (size_t i = 0; i < chord->count; i++) {
        if (i)
            buf_putc(out, ',');
        input_key_format(out, chord->keys[i]);
    }
}

/* The n-th word of a row's keys. */
static bool key_word(const ActionKeys *map, ActionId id, size_t n, Str *out) {
    Str rest = str_of(map && map->keys[id] ? map->keys[id] : actions[id].keys);
    while (rest.len && str_split(&rest, ' ', out)) {
        if (n-- == 0)
            return true;
    }
    return false;
}

bool action_chord(const ActionKeys *map, ActionId id, size_t n, ActionChord *out) {
    Str word;
    return key_word(map, id, n, &word) && action_chord_parse(word, out);
}

/* Whether a key is one of its action there: where text is typed, text is no command. */
bool action_chord_works(const ActionKeys *map, const ActionChord *chord, ActionContext context) {
    if (map && map->no_letters && is_letter(chord->keys[0]))
        return false;
    return !(context & CONTEXT_TYPING) || !input_key_is_text(chord->keys[0]);
}

bool action_chord_begins(const ActionChord *chord, const ActionChord *start) {
    for (size_t i = 0; i < start->count; i++)
        if (i >= chord->count || !input_key_equal(chord->keys[i], start->keys[i]))
            return false;
    return true;
}

static ActionId find_among(const ActionKeys *map, bool chosen, const ActionChord *typed,
                           ActionContext context, bool *begins) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        ActionChord own;
        bool is_chosen = map && map->keys[id];
        if (!(actions[id].contexts & context) || actions[id].screen_key || is_chosen != chosen)
            continue;
        for (size_t n = 0; action_chord(map, id, n, &own); n++) {
            if (!action_chord_works(map, &own, context) || !action_chord_begins(&own, typed))
                continue;
            if (own.count == typed->count)
                return id;
            *begins = true;
        }
    }
    return ACTION_NONE;
}

ActionId action_find_chord(const ActionKeys *map, const ActionChord *typed, ActionContext context,
                           bool *begins) {
    *begins = false;
    ActionId id = find_among(map, true, typed, context, begins);
    return id || *begins ? id : find_among(map, false, typed, context, begins);
}

ActionId action_find(const ActionKeys *map, InputKey key, ActionContext context) {
    ActionChord typed = {{key}, 1};
    bool begins;
    return action_find_chord(map, &typed, context, &begins);
}

/* Of the keys with ^: those that are another key, or that tmux, screen and Windows Terminal keep.
 */
static bool is_kept_letter(uint32_t code) {
    return code < 'a' || code > 'z' || strchr("abchijmv", (int)code);
}

bool action_key_is_sure(InputKey key) {
    if (key.code < INPUT_NAMED) {
        bool letter = (key.code | 0x20) >= 'a' && (key.code | 0x20) <= 'z';
        return key.mods ? key.mods == INPUT_CTRL && !is_kept_letter(key.code)
                        : key.code >= ' ' && key.code < 0x7f && !letter;
    }
    return key.mods ? key.mods == INPUT_SHIFT && key.code == INPUT_TAB : key.code < INPUT_F1 + 10;
}

void action_put_sure_key(Buf *out, const ActionKeys *map, ActionId id) {
    ActionChord chord;
    for (size_t n = 0; action_chord(map, id, n, &chord); n++) {
        if (input_key_is_text(chord.keys[0]) || !action_key_is_sure(chord.keys[0]))
            continue;
        action_chord_format(out, &chord);
        return;
    }
}

void action_put_keys(Buf *out, const ActionKeys *map, ActionId id, ActionContext context) {
    ActionChord chord;
    size_t start = out->len;
    for (size_t n = 0; action_chord(map, id, n, &chord); n++) {
        if (!action_chord_works(map, &chord, context))
            continue;
        if (out->len > start)
            buf_putc(out, ' ');
        action_chord_format(out, &chord);
    }
}

/* The letter and the first key that every input method lets through. */
void action_put_hint(Buf *out, const ActionKeys *map, ActionId id, ActionContext context) {
    ActionChord first;
    if (!action_chord(map, id, 0, &first))
        return;
    bool letter = input_key_is_text(first.keys[0]) && action_chord_works(map, &first, context) &&
                  first.keys[0].code != '/';
    if (letter)
        action_chord_format(out, &first);
    size_t start = out->len;
    if (letter)
        buf_putc(out, '/');
    action_put_sure_key(out, map, id);
    if (letter && out->len == start + 1)
        buf_truncate(out, start);
}

void action_put_contexts(Buf *out, unsigned which) {
    const char *between = "";
    for (size_t i = 0; i < COUNT_OF(contexts); i++) {
        if (!(which & contexts[i].context))
            continue;
        buf_printf(out, "%s%s", between, _(contexts[i].label));
        between = ", ";
    }
}

void action_write_listing(Buf *out, const ActionKeys *map) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        buf_printf(out, "%s\t", actions[id].key);
        action_put_contexts(out, actions[id].contexts);
        buf_putc(out, '\t');
        action_put_keys(out, map, id, CONTEXT_LIST);
        buf_putc(out, '\n');
    }
}
