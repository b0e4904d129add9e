public import BehestAudio
public import BehestGrammar
public import BehestSpeech
internal import BehestInference
internal import BehestWorkflow

/// Listens to live sound, and lets a conversation do what is said.
///
/// While somebody still speaks, a recogniser that can do something with that is given what was said so far. While the pause that may
/// end an utterance is still going on, what was said so far is already recognised: the answer is
/// ready when the end is decided, and given up if speech goes on. What is done does not keep it from listening.
///
/// ```
///                ┌──goes on──► followed
///  sound ─► utterances ──pause──► recognised ──► how long the pause must be
///                │                     │
///                └──end──► kept ───────┴──────► decided and recorded, one after the other ──► told, done
/// ```
public struct Listener: Sendable {
    /// Something to tell.
    public enum Event: Sendable {
        /// A change in what the source can give.
        case condition(CaptureCondition)
        /// How loud the sound is, up to fifteen times a second.
        case level(SoundLevel)
        /// Somebody begins to speak.
        case speechBegan
        /// Something about when it listens, such as that a key was heard.
        case cue(Attention.Cue)
        /// A key was held, and nothing was said.
        case nothingSaid
        /// What was recognised while the pause that may end an utterance still goes on, and what it may mean; perhaps it goes on
        /// too.
        case partial(Transcript, Interpretation?)
        /// What was said is over, and it is found out what is to become of it.
        case speechEnded
        /// What was said was not for Behest, and leaves no trace.
        case ignored
        /// What became of an utterance.
        case report(UtteranceReport)
        /// An utterance of which nothing became, with the reason.
        case failure(String)
    }

    let attendant: any Attendant
    let hearing: CommandPipeline.Hearing
    private let patience: Patience
    private let identifiers: any IdentifierGenerator
    private let control: ListeningControl
    let wakePhrase: WakePhrase?

    /// Makes a listener that takes part in a conversation.
    ///
    /// - Parameters:
    ///   - conversation: what makes something of what is said; ``Conversation/run(clock:watching:)`` does it.
    ///   - hearing: what turns sound into words.
    ///   - voice: what speaks to the person, so that it is not taken for them; `nil` where nothing does.
    ///   - patience: how long pauses must be.
    ///   - control: tells when to listen; without it, always.
    ///   - wakePhrase: what an utterance begins with that is for Behest, where the control's mode asks for it.
    public init(
        conversation: Conversation,
        hearing: CommandPipeline.Hearing,
        voice: VoiceAnswers? = nil,
        patience: Patience = Patience(),
        control: ListeningControl = ListeningControl(),
        wakePhrase: WakePhrase? = nil
    ) {
        self.init(
            attendant: voice.map { DiscerningAttendant(conversation: conversation, voice: $0) } ?? conversation,
            hearing: hearing,
            patience: patience,
            identifiers: conversation.identifiers,
            control: control,
            wakePhrase: wakePhrase
        )
    }

    /// Makes a listener that only shows what a pipeline makes of what is said.
    ///
    /// - Parameters:
    ///   - pipeline: what looks at what is said, and does as much about it as its stage says.
    ///   - hearing: what turns sound into words.
    ///   - patience: how long pauses must be.
    ///   - control: tells when to listen; without it, always.
    ///   - wakePhrase: what an utterance begins with that is for Behest, where the control's mode asks for it.
    public init(
        pipeline: CommandPipeline,
        hearing: CommandPipeline.Hearing,
        patience: Patience = Patience(),
        control: ListeningControl = ListeningControl(),
        wakePhrase: WakePhrase? = nil
    ) {
        self.init(
            attendant: pipeline,
            hearing: hearing,
            patience: patience,
            identifiers: pipeline.identifiers,
            control: control,
            wakePhrase: wakePhrase
        )
    }

    private init(
        attendant: any Attendant,
        hearing: CommandPipeline.Hearing,
        patience: Patience,
        identifiers: any IdentifierGenerator,
        control: ListeningControl,
        wakePhrase: WakePhrase?
    ) {
        self.attendant = attendant
        self.hearing = hearing
        self.patience = patience
        self.identifiers = identifiers
        self.control = control
        self.wakePhrase = wakePhrase
    }

    /// What goes on at the same time, as one stream.
    private enum Happening: Sendable {
        case sound(LiveUtterances.Event)
        case soundEnded((any Error)?)
        case recognised(Int, Outcome)
        /// The recogniser was given what was said so far.
        case followed
        case attention([Attention.Effect])
        /// What was said could not be recorded.
        case failed(any Error)
    }

    typealias Outcome = Result<Hearkening, any Error>

    /// Listens until the sound ends.
    ///
    /// - Parameters:
    ///   - sound: the live sound.
    ///   - sourceName: what a person calls its source.
    ///   - tell: told of each event, one after the other; of what is said in the order in which it is said.
    /// - Throws: what ended the sound, after what was said before it is done; when something could not be kept or recorded;
    ///   `CancellationError`.
    public func listen(
        to sound: SoundEvents,
        sourceName: String,
        tell: @escaping @Sendable (Event) async -> Void
    ) async throws {
        let utterances = LiveUtterances(
            in: sound,
            sourceName: sourceName,
            detection: hearing.detection,
            pauseHops: hearing.ears[0].pauseHops
        ) { [identifiers] in identifiers.next() }
        let (happenings, happened) = AsyncStream<Happening>.makeStream()
        let (said, say) = AsyncStream<Said>.makeStream()
        let (concluded, concluding) = AsyncStream<UtteranceReport>.makeStream()
        // A discarding group keeps nothing of the recognitions that are done: it listens for days.
        let failure = try await withThrowingDiscardingTaskGroup(returning: (any Error)?.self) { group in
            group.addTask { await Self.follow(utterances, happened) }
            group.addTask {
                do {
                    try await conclude(said, tell, then: { concluding.yield($0) })
                } catch {
                    happened.yield(.failed(error))
                }
                concluding.finish()
            }
            group.addTask {
                // What is spoken takes its time, and whoever listens does not wait for it.
                await withDiscardingTaskGroup { group in
                    for await report in concluded { group.addTask { await attendant.follow(report) } }
                }
            }
            control.attach(to: sourceName) { happened.yield(.attention($0)) }
            defer { control.detach() }
            var speculation = Speculation<Outcome>()
            var needingPhrase: Set<String> = []
            // What is over and recognised, until it is known whether it is for Behest.
            var undecided: [String: Said] = [:]
            var givingUp: [Int: AsyncStream<Never>.Continuation] = [:]
            var leaving: AsyncStream<Never>.Continuation?
            // What began before that was given up, though some of it may still be told.
            var forgottenBefore: ContinuousClock.Instant?
            var ends: [String: Said.End] = [:]
            var hasEnded = false
            var failure: (any Error)?
            for await happening in happenings {
                var effects: [Speculation<Outcome>.Effect] = []
                switch happening {
                case .sound(.condition(let condition)): await tell(.condition(condition))
                case .sound(.level(let level)):
                    control.take(.time)
                    // Whoever asks what it waits for is told of an open question too.
                    control.take(.question(isOpen: await attendant.isAsking()))
                    await tell(.level(level))
                case .sound(.onset):
                    control.take(.question(isOpen: await attendant.isAsking()))
                    control.take(.speechBegan)
                    if !control.needsPhrase { try await attendant.speechBegan() }
                    await tell(.speechBegan)
                case .sound(.progress(let utterance)):
                    // Nothing goes to a recogniser of which it is not known that it is for Behest.
                    guard utterance.isHeld || !control.needsPhrase,
                        forgottenBefore.map({ $0 <= utterance.time ?? $0 }) ?? true,
                        let preview = await attendant.preview(of: utterance)
                    else { continue }
                    effects = speculation.take(.progress(preview))
                case .followed:
                    leaving = nil
                    effects = speculation.take(.followed)
                case .sound(.pause(let utterance)):
                    if control.needsPhrase { needingPhrase.insert(utterance.id) }
                    effects = speculation.take(.pause(utterance))
                case .sound(.resumption): effects = speculation.take(.resumption)
                case .sound(.end(let utterance, let spokenUntil)) where control.needsPhrase:
                    control.take(.speechEnded)
                    needingPhrase.insert(utterance.id)
                    ends[utterance.id] = Said.End(
                        spokenUntil: spokenUntil,
                        pause: ContinuousClock.now - spokenUntil.time,
                        keeping: nil
                    )
                    effects = speculation.take(.end(utterance))
                    await tell(.speechEnded)
                case .sound(.end(let utterance, let spokenUntil)), .sound(.held(let utterance, let spokenUntil)):
                    if case .sound(.end) = happening { control.take(.speechEnded) }
                    needingPhrase.remove(utterance.id)
                    // From here on it cannot be lost, whatever becomes of its recognition.
                    let pause = ContinuousClock.now - spokenUntil.time
                    let keeping = try await attendant.keep(utterance)
                    ends[utterance.id] = Said.End(spokenUntil: spokenUntil, pause: pause, keeping: keeping)
                    effects = speculation.take(.end(utterance))
                    await tell(.speechEnded)
                case .sound(.heldSilence):
                    try await attendant.heldSilence()
                    await tell(.nothingSaid)
                case .attention(let orders):
                    for effect in orders {
                        if case .forget(let time) = effect {
                            forgottenBefore = time
                            effects += speculation.take(.forgotten)
                        }
                        switch effect {
                        case .keep(let id):
                            guard var kept = undecided.removeValue(forKey: id) else { continue }
                            if kept.end.keeping == nil { kept.end.keeping = try await attendant.keep(kept.utterance) }
                            say.yield(kept)
                        case .drop(let id):
                            if undecided.removeValue(forKey: id) != nil { await tell(.ignored) }
                        case .cue(let cue):
                            if cue == .holding { try await attendant.keyPressed() }
                            await tell(.cue(cue))
                        case .hold(let time) where await attendant.isSpeaking():
                            // What is spoken to the person until the press is none of what they say.
                            let press = time + control.preRoll
                            await utterances.act(on: .forget(before: press))
                            await utterances.act(on: .hold(from: press))
                        default: await utterances.act(on: effect)
                        }
                    }
                case .recognised(let number, let outcome):
                    givingUp[number] = nil
                    effects = speculation.take(.recognised(number, outcome))
                case .soundEnded(let error): (hasEnded, failure) = (true, error)
                case .failed(let error): throw error
                }
                for effect in effects {
                    switch effect {
                    case .follow(let utterance):
                        let (left, leave) = AsyncStream<Never>.makeStream()
                        leaving = leave
                        group.addTask {
                            await follow(utterance, until: left)
                            happened.yield(.followed)
                        }
                    case .leave:
                        leaving?.finish()
                        leaving = nil
                    case .forget(let utterance): group.addTask { await stopFollowing(utterance) }
                    case .recognise(let utterance, let number):
                        let (givenUp, giveUp) = AsyncStream<Never>.makeStream()
                        givingUp[number] = giveUp
                        let needsPhrase = needingPhrase.contains(utterance.id)
                        group.addTask {
                            let outcome = await recognise(utterance, needsPhrase: needsPhrase, until: givenUp)
                            happened.yield(.recognised(number, outcome))
                        }
                    case .giveUp(let number): givingUp.removeValue(forKey: number)?.finish()
                    case .settle(let id, .success(.command(let comprehension))):
                        let hops = patience.hops(after: await attendant.ending(of: comprehension))
                        if let end = await utterances.endPause(of: id, after: hops) { happened.yield(.sound(end)) }
                        if let transcript = comprehension.report.transcript, !comprehension.isOwnSound {
                            await tell(.partial(transcript, comprehension.meaning))
                        }
                    case .settle: break
                    case .take(let utterance, let outcome):
                        guard let end = ends.removeValue(forKey: utterance.id) else { continue }
                        undecided[utterance.id] = Said(utterance: utterance, end: end, outcome: outcome)
                        let needsPhrase = needingPhrase.remove(utterance.id) != nil
                        control.take(.recognised(utterance.id, Self.address(outcome, needsPhrase: needsPhrase)))
                    }
                }
                if hasEnded, speculation.isIdle, undecided.isEmpty { break }
            }
            try Task.checkCancellation()
            say.finish()
            for giveUp in givingUp.values { giveUp.finish() }
            leaving?.finish()
            return failure
        }
        // What was said last was done after the loop; that it could not be recorded would come now.
        happened.finish()
        for await case .failed(let error) in happenings { throw error }
        if let failure { throw failure }
    }

    /// Hands on what happens in the sound.
    private static func follow(_ utterances: LiveUtterances, _ happened: AsyncStream<Happening>.Continuation) async {
        do {
            while let event = try await utterances.next() { happened.yield(.sound(event)) }
            happened.yield(.soundEnded(nil))
        } catch {
            happened.yield(.soundEnded(error))
        }
    }

    /// For whom an utterance is.
    private static func address(_ outcome: Outcome, needsPhrase: Bool) -> Attention.Address {
        switch outcome {
        case .success(.noPhrase) where needsPhrase: .nobody
        case .success(.phraseAlone) where needsPhrase: .phraseAlone
        case .success(.command(let comprehension)) where comprehension.report.transcript?.text.isEmpty == true:
            .wordless
        default: .behest
        }
    }

    /// Makes something of what was said, one after the other.
    private func conclude(
        _ said: AsyncStream<Said>,
        _ tell: @Sendable (Event) async -> Void,
        then follow: (UtteranceReport) -> Void
    ) async throws {
        for await each in said {
            do {
                let comprehension: Comprehension
                if case .command(let known) = try each.outcome.get() {
                    comprehension = known
                } else {
                    // Only its beginning was heard, when it still seemed to need the wake phrase.
                    comprehension = try await attendant.comprehend(each.utterance, by: hearing.ears)
                }
                let keeping = each.end.keeping ?? .zero
                var report = try await attendant.conclude(each.utterance, keptIn: keeping, comprehension)
                report.spokenUntil = each.end.spokenUntil.position
                report.pause = each.end.pause
                report.endToRun = report.exchange?.recordedAt.map { $0 - each.end.spokenUntil.time }
                await tell(.report(report))
                follow(report)
            } catch let error as InferenceError where error.code == .runFailed {
                // One utterance that the model cannot take; the ones after it may do.
                await tell(.failure(error.message))
            }
        }
    }
}

extension LiveUtterances {
    /// Does what the attention says about the sound.
    fileprivate func act(on effect: Attention.Effect) {
        switch effect {
        case .open: open()
        case .close: close()
        case .hold(let time): hold(from: time)
        case .letGo(let time): letGo(at: time)
        case .forget(let time): forget(before: time)
        case .keep, .drop, .cue: break
        }
    }
}
