import WhitworthJSON
import WhitworthModel

/// What is told at the end of a message, gathered until then.
struct MessageEnding {
    var finish: Finish?
    var logprobs: [JSONValue] = []
    /// Members beside the stop reason.
    private(set) var choiceExtras = Extras()
    /// Members beside the delta.
    private(set) var extras = Extras()

    mutating func add(choiceExtras added: Extras) { choiceExtras = choiceExtras.replaced(by: added) }

    mutating func add(messageExtras added: Extras) { extras = extras.grown(by: added) }

    mutating func add(responseExtras added: Extras) {
        var known = Extras()
        for group in added.groups {
            for extra in group.members
            where group.slug != .anthropic || !(extra.key == ("event" as StaticString)) {
                known.append(extra, to: group.slug)
            }
        }
        extras = extras.replaced(by: known)
    }
}
