import AgentOrchestrator
import Foundation

/// What a worker does from its start to its end: claims runs as long as it has places for them, and carries them out next to each other.
struct WorkerLoop: Sendable {
    let session: Session
    let worker: Worker
    let gracePeriod: Duration
    let untilIdle: Bool
    let report: WorkerReport

    private var state: StateManager { session.state }
    private var timeToLive: Duration { session.configuration.state.leaseTTL }
    /// How often it looks for runs where nothing told it to.
    private static let interval = Duration.seconds(1)

    func run() async throws {
        let (wakes, waking) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let slots = WorkerSlots(worker.concurrency) { waking.yield() }
        try await Clones(session: session).removeLeftovers()
        let labels = worker.labels.sorted { $0.key < $1.key }.map { ", only with label \($0.key)=\($0.value)" }.joined()
        report.tell(.started, "waits for runs, \(worker.concurrency) at a time\(Printable.escaped(labels))")
        let changes = state.changes()
        try await WorkerSignals(slots, gracePeriod: gracePeriod, report).handled {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in changes { waking.yield() } }
                group.addTask { while (try? await Task.sleep(for: Self.interval)) != nil { waking.yield() } }
                group.addTask { await keep(slots) }
                defer { group.cancelAll() }
                try await claim(slots, wakes)
            }
        }
        report.tell(.ended, "ended")
    }

    /// Claims runs until it is drained, or, if so asked, until there are none.
    private func claim(_ slots: WorkerSlots, _ wakes: AsyncStream<Void>) async throws {
        await withDiscardingTaskGroup { group in
            var wakes = wakes.makeAsyncIterator()
            while true {
                // Asked before the look: what ends after it may leave its directory to another run.
                let wasIdle = slots.isIdle
                var isEmpty = false
                while !isEmpty, let free = slots.takeAll() {
                    let claims = await next(free, slots)
                    isEmpty = claims.isEmpty
                    slots.giveBack(free - claims.count)
                    for claimed in claims { group.addTask { await carryOut(claimed, slots) } }
                }
                if slots.isIdle, slots.isDraining || (untilIdle && wasIdle && isEmpty) { return }
                _ = await wakes.next()
            }
        }
        if let failure = slots.failure { throw failure }
    }

    /// The next runs, claimed; none where there are none, or the store does not answer.
    private func next(_ count: Int, _ slots: WorkerSlots) async -> [ClaimedRun] {
        do {
            let (owner, state) = (worker.id.description, state.acting(as: ClaimedWork.actor))
            let claims = try await state.claimNextRuns(count, owner: owner, labels: worker.labels, timeToLive: timeToLive)
            // Where an answer has lapsed its question is asked again; what needs no other answer may be taken then.
            guard claims.isEmpty, try await !state.expireLapsedAnswers().isEmpty else { return claims }
            return try await state.claimNextRuns(count, owner: owner, labels: worker.labels, timeToLive: timeToLive)
        } catch {
            heed(error, slots)
            return []
        }
    }

    private func carryOut(_ claimed: ClaimedRun, _ slots: WorkerSlots) async {
        let work = ClaimedWork(claimed: claimed, session: session, report: report)
        slots.begin(claimed.run.id, work.stop, work.running)
        do {
            try await work.carryOut()
        } catch StateError.leaseLost {
            report.tell(.lost, "taken over by another process", run: claimed.run)
        } catch {
            report.tell(.lost, Failure(error)?.sentence ?? Printable.escaped("\(error)"), run: claimed.run)
            heed(error, slots)
            // The run is anybody's again: another worker may have better luck with it.
            if slots.failure == nil, !slots.isDraining { try? await Task.sleep(for: .seconds(2)) }
        }
        slots.end(claimed.run.id)
        slots.give()
    }

    /// Goes on where an error may pass; a store that can't be trusted, or is another one by now, ends the worker.
    private func heed(_ error: any Error, _ slots: WorkerSlots) {
        guard let error = error as? DatabaseError else { return }
        switch error.kind {
        case .busy, .unavailable, .conflict, .statement: report.tell(.problem, error.description)
        case .corrupt, .full, .io, .replaced, .permission, .version, .schema: slots.fail(error)
        }
    }

    /// Says now and then that the worker is alive.
    private func keep(_ slots: WorkerSlots) async {
        var worker = worker
        while (try? await Task.sleep(for: session.configuration.state.leaseRenewal)) != nil {
            worker.isDraining = slots.isDraining
            try? await state.keepWorker(worker, timeToLive: timeToLive)
        }
    }
}
