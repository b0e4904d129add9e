internal import Dispatch

/// Shows one notification at a time on the desktop, over D-Bus (`org.freedesktop.Notifications`).
///
/// Where there is no desktop, nothing is shown; that is told once. Nothing here ever waits for the desktop but ``finish()``.
public final class DesktopNotifications: Sendable {
    private let loop: NotificationLoop

    /// Makes them; the bus is connected with when the first one is shown.
    ///
    /// - Parameters:
    ///   - application: the program's name, as the desktop shows it.
    ///   - address: the address of the bus; `nil` for the user's session bus.
    ///   - report: told once, in a sentence, when nothing can be shown.
    ///   - act: told the name of a button that was pressed on what is shown; on a thread of its own.
    public init(
        application: String,
        address: String? = nil,
        report: @escaping @Sendable (String) -> Void,
        act: @escaping @Sendable (String) -> Void
    ) {
        loop = NotificationLoop(application: application, address: address, report: report, act: act)
    }

    deinit {
        loop.stop {}
    }

    /// Finds out whether there is a desktop that shows notifications.
    ///
    /// - Returns: whether there is one.
    public static func areShown() async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "behest.notifications").async {
                continuation.resume(returning: NotificationBusHandle(application: "", address: nil) != nil)
            }
        }
    }

    /// Shows a notification in the place of the one that is shown.
    ///
    /// - Parameter notification: what to show; `nil` to withdraw what is shown.
    public func show(_ notification: DesktopNotification?) {
        loop.want(notification)
    }

    /// Withdraws what is shown, and returns when that is done; nothing is shown afterwards.
    public func finish() async {
        await withCheckedContinuation { continuation in
            loop.stop { continuation.resume() }
        }
    }
}
