internal import CSystemd
internal import Glibc

/// A connection with the session bus, as far as notifications need one.
///
/// It belongs to one thread.
@safe final class NotificationBusHandle {
    /// What the desktop tells.
    enum Event {
        /// There is nothing more for now.
        case nothing
        /// Something of no concern.
        case other
        /// The connection is gone.
        case lost
        case closed(UInt32)
        case action(UInt32, String)
    }

    private static let name = "org.freedesktop.Notifications"
    private static let path = "/org/freedesktop/Notifications"
    /// How long the desktop may take to answer, in microseconds.
    private static let patience: UInt64 = 3_000_000

    private let bus: OpaquePointer
    private let application: String
    private var capabilities: Set<String> = []
    /// The unique name of who shows the notifications.
    private var server = ""

    /// Connects; `nil` when there is no bus, or nobody on it who shows notifications.
    init?(application: String, address: String?) {
        self.application = application
        var opened: OpaquePointer?
        if let address {
            guard unsafe sd_bus_new(&opened) >= 0, let new = unsafe opened else { return nil }
            let isStarted =
                unsafe sd_bus_set_address(new, address) >= 0 && sd_bus_set_bus_client(new, 1) >= 0
                && sd_bus_start(new) >= 0
            guard isStarted else {
                unsafe sd_bus_unref(new)
                return nil
            }
        } else {
            guard unsafe sd_bus_open_user(&opened) >= 0 else { return nil }
        }
        guard let opened = unsafe opened else { return nil }
        unsafe bus = unsafe opened
        let rule = "type='signal',sender='\(Self.name)',interface='\(Self.name)',path='\(Self.path)'"
        guard match(rule), readCapabilities() else { return nil }
    }

    deinit {
        unsafe sd_bus_flush_close_unref(bus)
    }

    /// What to wait for.
    var descriptor: Int32 { unsafe sd_bus_get_fd(bus) }
    var events: Int16 { Int16(max(0, unsafe sd_bus_get_events(bus))) }

    // MARK: - Calling

    /// Shows a notification.
    ///
    /// - Returns: its number; `nil` when it could not be shown.
    func show(_ notification: DesktopNotification, replacing replaced: UInt32) -> UInt32? {
        let actions = capabilities.contains("actions") ? notification.actions : []
        let body = capabilities.contains("body-markup") ? Self.escaped(notification.body) : notification.body
        let reply = unsafe call("Notify") { message in
            unsafe append(message, application) && append(message, replaced) && append(message, "")
                && append(message, notification.summary) && append(message, body)
                && appendNames(actions, to: message) && appendHints(isUrgent: notification.isUrgent, to: message)
                // It stays until it is withdrawn.
                && append(message, Int32(0))
        }
        guard let reply = unsafe reply else { return nil }
        defer { unsafe sd_bus_message_unref(reply) }
        server = unsafe sd_bus_message_get_sender(reply).map { unsafe String(cString: $0) } ?? ""
        var id: UInt32 = 0
        return unsafe sd_bus_message_read_basic(reply, Self.type("u"), &id) > 0 ? id : nil
    }

    /// Withdraws a notification.
    func close(_ id: UInt32) {
        let reply = unsafe call("CloseNotification") { message in unsafe append(message, id) }
        unsafe sd_bus_message_unref(reply)
    }

    private func readCapabilities() -> Bool {
        guard let reply = unsafe call("GetCapabilities", { _ in true }) else { return false }
        defer { unsafe sd_bus_message_unref(reply) }
        guard unsafe sd_bus_message_enter_container(reply, Self.type("a"), "s") > 0 else { return true }
        var text: UnsafePointer<CChar>?
        while unsafe sd_bus_message_read_basic(reply, Self.type("s"), &text) > 0, let name = unsafe text {
            capabilities.insert(unsafe String(cString: name))
        }
        return true
    }

    private func match(_ rule: String) -> Bool {
        let reply = unsafe call("AddMatch", of: "org.freedesktop.DBus", at: "/org/freedesktop/DBus") { message in
            unsafe append(message, rule)
        }
        defer { unsafe sd_bus_message_unref(reply) }
        return unsafe reply != nil
    }

    /// Calls a method and waits for its answer, which is the caller's to release.
    private func call(
        _ method: String,
        of service: String = name,
        at path: String = path,
        _ fill: (OpaquePointer) -> Bool
    ) -> OpaquePointer? {
        var created: OpaquePointer?
        guard unsafe sd_bus_message_new_method_call(bus, &created, service, path, service, method) >= 0,
            let message = unsafe created
        else { return nil }
        defer { unsafe sd_bus_message_unref(message) }
        guard unsafe fill(message) else { return nil }
        var reply: OpaquePointer?
        return unsafe sd_bus_call(bus, message, Self.patience, nil, &reply) >= 0 ? reply : nil
    }

    // MARK: - Listening

    /// What came in; nothing is waited for.
    func nextEvent() -> Event {
        var taken: OpaquePointer?
        let code = unsafe sd_bus_process(bus, &taken)
        guard code >= 0 else { return .lost }
        guard let message = unsafe taken else { return code > 0 ? .other : .nothing }
        defer { unsafe sd_bus_message_unref(message) }
        let sender = unsafe sd_bus_message_get_sender(message).map { unsafe String(cString: $0) }
        // Others on the bus may send whatever they like.
        guard sender == server else { return .other }
        var id: UInt32 = 0
        if unsafe sd_bus_message_is_signal(message, Self.name, "NotificationClosed") > 0 {
            return unsafe sd_bus_message_read_basic(message, Self.type("u"), &id) > 0 ? .closed(id) : .other
        }
        guard unsafe sd_bus_message_is_signal(message, Self.name, "ActionInvoked") > 0 else { return .other }
        var text: UnsafePointer<CChar>?
        guard unsafe sd_bus_message_read_basic(message, Self.type("u"), &id) > 0,
            unsafe sd_bus_message_read_basic(message, Self.type("s"), &text) > 0, let name = unsafe text
        else { return .other }
        return .action(id, unsafe String(cString: name))
    }

    // MARK: - Messages

    /// The letter that D-Bus has for a type.
    private static func type(_ letter: Unicode.Scalar) -> CChar { CChar(truncatingIfNeeded: letter.value) }

    private func append(_ message: OpaquePointer, _ text: String) -> Bool {
        // No text on the bus holds a zero.
        let text = text.contains("\0") ? text.filter { $0 != "\0" } : text
        return unsafe text.withCString { unsafe sd_bus_message_append_basic(message, Self.type("s"), $0) >= 0 }
    }

    private func append(_ message: OpaquePointer, _ number: UInt32) -> Bool {
        var number = number
        return unsafe sd_bus_message_append_basic(message, Self.type("u"), &number) >= 0
    }

    private func append(_ message: OpaquePointer, _ number: Int32) -> Bool {
        var number = number
        return unsafe sd_bus_message_append_basic(message, Self.type("i"), &number) >= 0
    }

    /// The names and labels of buttons, in turns.
    private func appendNames(_ actions: [DesktopNotification.Action], to message: OpaquePointer) -> Bool {
        guard unsafe sd_bus_message_open_container(message, Self.type("a"), "s") >= 0 else { return false }
        for action in actions {
            guard unsafe append(message, action.name), unsafe append(message, action.label) else { return false }
        }
        return unsafe sd_bus_message_close_container(message) >= 0
    }

    private func appendHints(isUrgent: Bool, to message: OpaquePointer) -> Bool {
        var urgency: UInt8 = isUrgent ? 2 : 1
        return unsafe sd_bus_message_open_container(message, Self.type("a"), "{sv}") >= 0
            && sd_bus_message_open_container(message, Self.type("e"), "sv") >= 0
            && append(message, "urgency")
            && sd_bus_message_open_container(message, Self.type("v"), "y") >= 0
            && sd_bus_message_append_basic(message, Self.type("y"), &urgency) >= 0
            && sd_bus_message_close_container(message) >= 0
            && sd_bus_message_close_container(message) >= 0
            && sd_bus_message_close_container(message) >= 0
    }

    /// Text as it stands in markup.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
