internal import Glibc

/// Decides what a capture loop does next: a pure state machine that knows no device and no thread.
///
/// ```
///            opened                    EPIPE                     restarted
///   opening ────────► streaming ◄───► restarting      streaming ◄──────────┐
///     ▲  │ failed         │ ESTRPIPE                                       │
///     │  ▼                ├─────────► resuming ──(not possible)──► restarting
///   pausing ◄── closing ◄─┘ any other fault, or nothing for long
/// ```
///
/// While a stand-in is captured, the preferred device is looked for every few seconds.
package struct CaptureMachine: Sendable {
    /// What to listen to.
    package struct Settings: Sendable, Hashable {
        /// The device that is wanted.
        package var preferred: String
        /// The device that is taken while the preferred one is away; `nil` to wait for it instead.
        package var standIn: String?
        /// Whether to wait for a device that is not there at the beginning, rather than to give up.
        package var isPatient: Bool

        /// Names what to listen to.
        package init(preferred: String, standIn: String? = nil, isPatient: Bool = false) {
            self.preferred = preferred
            self.standIn = standIn == preferred ? nil : standIn
            self.isPatient = isPatient
        }
    }

    /// What the loop is to do.
    package enum Step: Sendable, Equatable {
        case open(String)
        /// Open this device while another is captured, and change over if it can be opened.
        case changeOver(String)
        case wait(Duration)
        case read
        case restart
        case resume
        case close
        case pause(Duration)
        case giveUp(String, PCMFault)
    }

    /// What came of a step.
    package enum Outcome: Sendable, Equatable {
        case opened(period: Duration)
        case done
        case ready
        case timedOut
        /// So much sound was read; whether it is nothing but zeros.
        case sound(Duration, isSilent: Bool)
        case failed(PCMFault)
    }

    /// What there is to tell.
    package enum Notice: Sendable, Equatable {
        case gap(SoundGap.Cause)
        case listening(String)
        case stalled(String)
        case muted(String)
        case lost(String, PCMFault)
    }

    /// What is done next, after what there is to tell.
    package struct Turn: Sendable, Equatable {
        package var notices: [Notice]
        package var step: Step

        /// Names the next step.
        package init(notices: [Notice] = [], step: Step) {
            self.notices = notices
            self.step = step
        }
    }

    enum State {
        case opening
        case openingStandIn(after: PCMFault)
        case streaming
        case restarting
        case resuming(attempt: Int, isPausing: Bool)
        case closing
        case pausing
        case gaveUp
    }

    /// A device that is captured.
    struct Stream {
        enum Trouble { case none, stalled, muted }

        var device: String
        var period: Duration
        var lastSound: ContinuousClock.Instant
        var silence = Duration.zero
        var trouble = Trouble.none
        /// How many times it was started anew without a sound since.
        var restarts = 0
        var nextLook: ContinuousClock.Instant
    }

    /// From how much sound of nothing but zeros on a device counts as muted.
    static let mutedAfter = Duration.seconds(1)
    /// How long a device may give nothing until that is told; some periods at least.
    static let stalledAfter = Duration.seconds(1)
    /// How long a device may give nothing until it is opened anew.
    static let hopelessAfter = Duration.seconds(10)
    /// How often the preferred device is looked for while a stand-in is captured.
    static let lookEvery = Duration.seconds(5)
    /// The pauses between attempts to open a device double from the first to the last of these.
    static let backOff = Duration.milliseconds(500)...Duration.seconds(5)
    /// How many times in a row a device is started anew before it is opened anew.
    package static let restartLimit = 3
    /// How many times in a row a device is asked to go on after the machine has slept: for ten seconds.
    static let resumeLimit = 50

    let settings: Settings
    var state = State.opening
    var stream: Stream?
    var hasStreamed = false
    var pause = backOff.lowerBound
    /// What was told last of a device that could not be opened: it is told once.
    var reported: PCMFault?

    /// Begins with nothing open.
    package init(_ settings: Settings) {
        self.settings = settings
    }

    /// What is done first.
    package var firstStep: Step { .open(settings.preferred) }

    /// Takes what came of a step.
    ///
    /// - Parameters:
    ///   - outcome: what came of it.
    ///   - now: when.
    /// - Returns: what to tell, and the next step.
    package mutating func advance(_ outcome: Outcome, at now: ContinuousClock.Instant) -> Turn {
        switch (state, outcome) {
        case (.opening, .opened(let period)): begin(settings.preferred, period, now)
        case (.opening, .failed(let fault)): failedToOpen(fault)
        case (.openingStandIn, .opened(let period)): begin(settings.standIn ?? settings.preferred, period, now)
        case (.openingStandIn(let first), _): stayAway(first)
        case (.streaming, _): streaming(outcome, now)
        case (.restarting, .failed(let fault)): lose(fault)
        case (.restarting, _): restarted(now)
        case (.resuming(let attempt, let isPausing), _):
            resuming(outcome, attempt: attempt, isPausing: isPausing, now)
        case (.closing, _): rest()
        case (.pausing, _), (.opening, _): open()
        case (.gaveUp, _): Turn(step: .giveUp(settings.preferred, reported ?? PCMFault(EIO)))
        }
    }

    private mutating func open() -> Turn {
        state = .opening
        return Turn(step: .open(settings.preferred))
    }

    private mutating func failedToOpen(_ fault: PCMFault) -> Turn {
        guard hasStreamed || settings.isPatient else {
            state = .gaveUp
            reported = fault
            return Turn(step: .giveUp(settings.preferred, fault))
        }
        guard let standIn = settings.standIn else { return stayAway(fault) }
        state = .openingStandIn(after: fault)
        return Turn(step: .open(standIn))
    }

    private mutating func stayAway(_ fault: PCMFault) -> Turn {
        var turn = rest()
        if reported != fault { turn.notices.append(.lost(settings.preferred, fault)) }
        reported = fault
        return turn
    }

    private mutating func rest() -> Turn {
        defer { pause = min(pause * 2, Self.backOff.upperBound) }
        state = .pausing
        return Turn(step: .pause(pause))
    }

    private mutating func begin(_ device: String, _ period: Duration, _ now: ContinuousClock.Instant) -> Turn {
        state = .streaming
        stream = Stream(device: device, period: period, lastSound: now, nextLook: now + Self.lookEvery)
        var turn = goOn()
        turn.notices.append(.listening(device))
        hasStreamed = true
        reported = nil
        return turn
    }

    mutating func goOn() -> Turn {
        state = .streaming
        let period = stream?.period ?? .zero
        return Turn(step: .wait(max(.milliseconds(250), period * 4)))
    }

    private mutating func restarted(_ now: ContinuousClock.Instant) -> Turn {
        stream?.lastSound = now
        return goOn()
    }

    mutating func lose(_ fault: PCMFault) -> Turn {
        let device = stream?.device ?? settings.preferred
        state = .closing
        stream = nil
        reported = fault
        return Turn(notices: [.gap(.lostDevice), .lost(device, fault)], step: .close)
    }
}
