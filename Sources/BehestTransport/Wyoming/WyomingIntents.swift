/// Asks what words mean.
public struct WyomingRecognize: WyomingMessage {
    /// `recognize`.
    public static let type = "recognize"
    /// The words.
    public var text: String
    /// What was handed on from earlier exchanges.
    public var context: [String: WyomingValue]?

    /// Makes it.
    public init(text: String, context: [String: WyomingValue]? = nil) {
        self.text = text
        self.context = context
    }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let text = event.data["text"]?.text else { return nil }
        self.init(text: text, context: event.data["context"]?.members)
    }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = ["text": .text(text)]
        data.set(context: context)
        return WyomingEvent(Self.type, data: data)
    }
}

/// What words mean.
public struct WyomingIntent: WyomingMessage {
    /// `intent`.
    public static let type = "intent"

    /// A value that the words name.
    public struct Entity: Sendable, Hashable {
        /// The value's name.
        public var name: String
        /// The value.
        public var value: WyomingValue

        /// Makes an entity.
        public init(name: String, value: WyomingValue) {
            self.name = name
            self.value = value
        }
    }

    /// The intent's name.
    public var name: String
    /// The values in the order in which they were said.
    public var entities: [Entity]
    /// A sentence to be answered with.
    public var text: String?
    /// What is handed on.
    public var context: [String: WyomingValue]?

    /// Makes it.
    public init(
        name: String,
        entities: [Entity],
        text: String? = nil,
        context: [String: WyomingValue]? = nil
    ) {
        self.name = name
        self.entities = entities
        self.text = text
        self.context = context
    }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let name = event.data["name"]?.text else { return nil }
        let entities = (event.data["entities"]?.elements ?? []).compactMap(\.members).compactMap { entity in
            entity["name"]?.text.map { Entity(name: $0, value: entity["value"] ?? .null) }
        }
        self.init(
            name: name,
            entities: entities,
            text: event.data["text"]?.text,
            context: event.data["context"]?.members
        )
    }

    /// The event.
    public var event: WyomingEvent {
        let entities = entities.map { WyomingValue.mapping(["name": .text($0.name), "value": $0.value]) }
        var data: [String: WyomingValue] = ["name": .text(name), "entities": .list(entities)]
        data.set("text", text)
        data.set(context: context)
        return WyomingEvent(Self.type, data: data)
    }
}

/// A short answer about words: that they are not understood, or were carried out, or were not.
public struct WyomingReply: Sendable, Hashable {
    /// Which of them it is, by the event's type.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The words mean nothing that is known.
        case notRecognized = "not-recognized"
        /// It was done.
        case handled
        /// It was not done.
        case notHandled = "not-handled"
    }

    /// Which it is.
    public var kind: Kind
    /// A sentence for a person.
    public var text: String?
    /// What is handed on.
    public var context: [String: WyomingValue]?

    /// Makes it.
    public init(_ kind: Kind, text: String?, context: [String: WyomingValue]? = nil) {
        self.kind = kind
        self.text = text
        self.context = context
    }

    /// Reads it; `nil` where an event is none of the three.
    public init?(_ event: WyomingEvent) {
        guard let kind = Kind(rawValue: event.type) else { return nil }
        self.init(kind, text: event.data["text"]?.text, context: event.data["context"]?.members)
    }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = [:]
        data.set("text", text)
        data.set(context: context)
        return WyomingEvent(kind.rawValue, data: data)
    }
}

extension WyomingEvent {
    /// Several intents follow, of one breath.
    public static func intentsStart(context: [String: WyomingValue]? = nil) -> WyomingEvent {
        WyomingEvent("intents-start", data: context.map { ["context": .mapping($0)] } ?? [:])
    }

    /// All intents of one breath have been sent.
    public static func intentsStop(context: [String: WyomingValue]? = nil) -> WyomingEvent {
        WyomingEvent("intents-stop", data: context.map { ["context": .mapping($0)] } ?? [:])
    }
}
