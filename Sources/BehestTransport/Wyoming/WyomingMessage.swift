/// An event of a known kind, with what it says by name.
public protocol WyomingMessage: Sendable, Hashable {
    /// The event's type.
    static var type: String { get }

    /// Reads what an event of this type says.
    ///
    /// - Returns: `nil` when what it must say is missing.
    init?(reading event: WyomingEvent)

    /// The event that says it.
    var event: WyomingEvent { get }
}

extension WyomingEvent {
    /// The event as a message of a kind.
    ///
    /// - Returns: the message; `nil` when the event is of another type, or says not what it must.
    public func message<Message: WyomingMessage>(_ kind: Message.Type = Message.self) -> Message? {
        type == kind.type ? kind.init(reading: self) : nil
    }
}

extension [String: WyomingValue] {
    /// Sets a text, unless there is none.
    mutating func set(_ name: String, _ text: String?) {
        if let text { self[name] = .text(text) }
    }

    /// Sets what was handed on, unless there is nothing.
    mutating func set(context: [String: WyomingValue]?) {
        if let context { self["context"] = .mapping(context) }
    }
}

/// Asks whether somebody is there; whoever is asked answers with the same text.
public struct WyomingPing: WyomingMessage {
    /// `ping`.
    public static let type = "ping"
    /// The text to be given back.
    public var text: String?

    /// Makes it.
    public init(text: String? = nil) { self.text = text }

    /// Reads it.
    public init?(reading event: WyomingEvent) { text = event.data["text"]?.text }

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type, data: ["text": text.map { .text($0) } ?? .null]) }

    /// The answer.
    public var pong: WyomingEvent { WyomingEvent("pong", data: event.data) }
}

/// Tells that something could not be done.
public struct WyomingFailure: WyomingMessage {
    /// `error`.
    public static let type = "error"
    /// A sentence for a person.
    public var text: String
    /// A name that does not change.
    public var code: String?

    /// Makes it.
    public init(text: String, code: String? = nil) {
        self.text = text
        self.code = code
    }

    /// Reads it; without a text there is at least that it failed.
    public init?(reading event: WyomingEvent) {
        text = event.data["text"]?.text ?? ""
        code = event.data["code"]?.text
    }

    /// The event.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = ["text": .text(text)]
        data.set("code", code)
        return WyomingEvent(Self.type, data: data)
    }
}
