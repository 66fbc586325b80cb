import WhitworthJSON
import WhitworthProviders

/// The models that are known by name, in the list shapes of both surfaces.
///
/// An unlisted model of a configured provider is served all the same; what is not known of a model is null.
struct ModelDirectory: Sendable {
    struct Entry: Sendable {
        /// `provider/model`, or an alias.
        var id: String
        var owner: String
    }

    let entries: [Entry]

    init(_ routes: RouteTable) {
        var entries: [Entry] = []
        for provider in routes.providers {
            for model in provider.models {
                let name = provider.name + "/" + model
                // An alias of the same name wins, and stands further down.
                if routes.aliases[name] == nil { entries.append(Entry(id: name, owner: provider.name)) }
            }
        }
        for alias in routes.aliases.keys.sorted() {
            guard let route = try? routes.route(alias) else { continue }
            entries.append(Entry(id: alias, owner: route.provider.name))
        }
        self.entries = entries
    }

    /// `{"object": "list", "data": […]}`
    func list() -> [UInt8] {
        var json = JSONWriter()
        json.object { body in
            body.member("object", "list")
            body.key("data")
            body.array { list in for entry in entries { Self.write(entry, to: &list) } }
        }
        return json.bytes
    }

    func model(_ entry: Entry) -> [UInt8] {
        var json = JSONWriter()
        Self.write(entry, to: &json)
        return json.bytes
    }

    /// `{"data": […], "has_more", "first_id", "last_id"}`
    func messagesList() -> [UInt8] {
        var json = JSONWriter()
        json.object { body in
            body.key("data")
            body.array { list in for entry in entries { Self.writeMessagesModel(entry, to: &list) } }
            body.member("has_more", false)
            if let first = entries.first { body.member("first_id", first.id) } else { body.memberNull("first_id") }
            if let last = entries.last { body.member("last_id", last.id) } else { body.memberNull("last_id") }
        }
        return json.bytes
    }

    func messagesModel(_ entry: Entry) -> [UInt8] {
        var json = JSONWriter()
        Self.writeMessagesModel(entry, to: &json)
        return json.bytes
    }

    /// When a model was made is the provider's to say, and clients require a number.
    private static func write(_ entry: Entry, to json: inout JSONWriter) {
        json.object { model in
            model.member("id", entry.id)
            model.member("object", "model")
            model.member("created", 0)
            model.member("owned_by", entry.owner)
        }
    }

    private static func writeMessagesModel(_ entry: Entry, to json: inout JSONWriter) {
        json.object { model in
            model.member("type", "model")
            model.member("id", entry.id)
            model.member("display_name", entry.id)
            model.member("created_at", "1970-01-01T00:00:00Z")
        }
    }
}
