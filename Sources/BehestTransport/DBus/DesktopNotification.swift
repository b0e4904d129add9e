/// Something that is shown on the desktop until it is replaced or withdrawn.
public struct DesktopNotification: Sendable, Hashable {
    /// A button on it.
    public struct Action: Sendable, Hashable {
        /// What it is known by to whoever shows the notification.
        public var name: String
        /// What stands on it.
        public var label: String

        /// Makes a button.
        public init(name: String, label: String) {
            self.name = name
            self.label = label
        }
    }

    /// The line above, in plain text.
    public var summary: String
    /// What it says, in plain text.
    public var body: String
    /// The buttons; a desktop without them shows the rest.
    public var actions: [Action]
    /// Whether it matters more than others.
    public var isUrgent: Bool

    /// Makes a notification.
    public init(summary: String, body: String, actions: [Action] = [], isUrgent: Bool = false) {
        self.summary = summary
        self.body = body
        self.actions = actions
        self.isUrgent = isUrgent
    }
}
