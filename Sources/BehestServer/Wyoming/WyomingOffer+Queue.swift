public import BehestSpeech
public import BehestTransport

extension WyomingOffer.Hearing {
    /// Offers a recogniser that others use too, in turn with them.
    ///
    /// - Parameters:
    ///   - transcriber: the recogniser.
    ///   - model: the recogniser, as it is told of.
    ///   - queue: in which it is waited for, with whatever else uses it.
    public init(_ transcriber: any Transcriber, model: WyomingInfo.Artifact, in queue: TranscriptionQueue) {
        self.init(model: model) { speech, connection in
            do {
                let place = try queue.admit(.wyoming(connection))
                return try await place.turn { try await transcriber.transcribe(speech) }
            } catch let refusal as QueueRefusal {
                throw WyomingRefusal(refusal)
            }
        }
    }
}

extension WyomingRefusal {
    /// Why a request is not let in.
    fileprivate init(_ refusal: QueueRefusal) {
        switch refusal {
        case .full: self.init(code: "busy", text: "Behest is asked too much at the moment. Try again soon.")
        case .tooManyOfOne: self.init(code: "busy", text: "This connection asks too much at once.")
        case .closing: self.init(code: "closing", text: "Behest is about to end.")
        }
    }
}
