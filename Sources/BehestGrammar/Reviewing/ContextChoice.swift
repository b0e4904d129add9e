/// What must be known beside the words for some conditions to be met at once.
enum ContextChoice {
    /// Something that may be known.
    case context([String: SlotValue])
    /// The conditions on this key exclude each other.
    case contradiction(key: String)

    /// Finds what meets all conditions.
    init(required: [ContextCondition], excluded: [ContextCondition]) {
        var context: [String: SlotValue] = [:]
        for key in Set(required.map(\.key)) {
            let refusing = excluded.filter { $0.key == key }
            let refused = refusing.reduce(into: Set<String>()) { $0.formUnion($1.values ?? []) }
            let wanted = required.filter { $0.key == key }.compactMap(\.values)
            var allowed = wanted.first
            for values in wanted.dropFirst() { allowed?.formIntersection(values) }
            allowed?.subtract(refused)
            guard !refusing.contains(where: { $0.values == nil }), allowed?.isEmpty != true else {
                self = .contradiction(key: key)
                return
            }
            // Any value will do where none is named.
            var free = "something"
            while refused.contains(free) { free += " else" }
            context[key] = .text(allowed?.min() ?? free)
        }
        self = .context(context)
    }
}
