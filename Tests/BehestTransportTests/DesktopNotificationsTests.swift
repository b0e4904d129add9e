import BehestTransport
import Synchronization
import TestSupport
import Testing

/// Notifications on a real bus, shown by a real notification daemon.
@Suite(.enabled(if: MockDesktop.isInstalled), .timeLimit(.minutes(2)))
struct DesktopNotificationsTests {
    private static let question = DesktopNotification(
        summary: "Behest asks",
        body: "Deploy <web> & api to staging. Confirm?",
        actions: [.init(name: "confirm", label: "Yes"), .init(name: "cancel", label: "No")]
    )

    /// What was told, in order.
    private final class Told: Sendable {
        let reports = Mutex<[String]>([])
        let presses: AsyncStream<String>
        private let press: AsyncStream<String>.Continuation

        init() { (presses, press) = AsyncStream.makeStream(of: String.self) }

        func notifications(_ address: String) -> DesktopNotifications {
            DesktopNotifications(application: "Behest", address: address) { report in
                self.reports.withLock { $0.append(report) }
                self.press.yield("report")
            } act: { name in
                self.press.yield(name)
            }
        }

        /// The presses so far, and those until one of a name.
        func presses(until name: String) async -> [String] {
            var names: [String] = []
            for await press in presses {
                names.append(press)
                if press == name { break }
            }
            return names
        }
    }

    @Test func aQuestionIsShownWithButtonsAndWithdrawn() async throws {
        try await MockDesktop.serving { desktop in
            let notifications = Told().notifications(desktop.address)
            notifications.show(Self.question)
            let shown = try #require(try await desktop.calls(1).first)
            #expect(shown.method == "Notify")
            #expect(shown.arguments[0] == "Behest")
            #expect(shown.arguments[1] == "0")
            #expect(shown.arguments[3] == "Behest asks")
            #expect(shown.arguments[4] == "Deploy &lt;web&gt; &amp; api to staging. Confirm?")
            #expect(shown.lists[5] == ["confirm:1", "Yes", "cancel:1", "No"])
            notifications.show(nil)
            #expect(try await desktop.calls(2).last == .init(method: "CloseNotification", arguments: ["1"]))
        }
    }

    @Test func theNextQuestionTakesItsPlace() async throws {
        try await MockDesktop.serving { desktop in
            let notifications = Told().notifications(desktop.address)
            notifications.show(Self.question)
            _ = try await desktop.calls(1)
            var next = Self.question
            next.body = "Which one?"
            notifications.show(next)
            let calls = try await desktop.calls(2)
            #expect(calls.map(\.method) == ["Notify", "Notify"])
            #expect(calls[1].arguments[1] == "1")
            await notifications.finish()
            #expect(try await desktop.calls(3).last?.method == "CloseNotification")
        }
    }

    @Test func aPressIsToldOnceAndOnlyOfWhatIsShown() async throws {
        try await MockDesktop.serving { desktop in
            let told = Told()
            let notifications = told.notifications(desktop.address)
            notifications.show(Self.question)
            _ = try await desktop.calls(1)
            // Neither another notification's button, nor somebody who only says so, nor a name that is not there.
            try await desktop.press(7, "confirm:1")
            try await desktop.forge(1, "confirm:1")
            try await desktop.press(1, "default")
            try await desktop.press(1, "cancel:1")
            try await desktop.press(1, "confirm:1")
            #expect(await told.presses(until: "cancel") == ["cancel"])

            var next = Self.question
            next.body = "Now?"
            notifications.show(next)
            _ = try await desktop.calls(2)
            // The first question's button comes too late.
            try await desktop.press(1, "cancel:1")
            try await desktop.press(1, "confirm:2")
            #expect(await told.presses(until: "confirm") == ["confirm"])
            await notifications.finish()
        }
    }

    @Test func aDesktopWithoutButtonsAndMarkupIsGivenPlainText() async throws {
        try await MockDesktop.serving(["body"]) { desktop in
            let notifications = Told().notifications(desktop.address)
            notifications.show(Self.question)
            let shown = try #require(try await desktop.calls(1).first)
            #expect(shown.arguments[4] == Self.question.body)
            #expect(shown.lists[5] == [])
            await notifications.finish()
        }
    }

    @Test func withoutADesktopThatIsToldOnce() async throws {
        let told = Told()
        let notifications = told.notifications("unix:path=/nonexistent/bus")
        for number in 0..<5 {
            var question = Self.question
            question.body = "Question \(number)?"
            notifications.show(question)
            if number == 0 { #expect(await told.presses(until: "report") == ["report"]) }
        }
        await notifications.finish()
        let sentence = "There is no desktop that shows notifications, so questions are asked without."
        #expect(told.reports.withLock { $0 } == [sentence])
    }

    @Test func aDesktopThatEndsIsNoTrouble() async throws {
        try await MockDesktop.serving { desktop in
            let told = Told()
            let notifications = told.notifications(desktop.address)
            notifications.show(Self.question)
            _ = try await desktop.calls(1)
            try await desktop.leave()
            var next = Self.question
            next.body = "Now?"
            notifications.show(next)
            notifications.show(nil)
            await notifications.finish()
            #expect(told.reports.withLock { $0.count } <= 1)
        }
    }
}
