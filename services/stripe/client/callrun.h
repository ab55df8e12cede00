#pragma once

#include "services/stripe/client/httprequest.h"
#include "services/stripe/client/replyreader.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace Orion
{

// What one call may cost.
struct StripeCallLimits
{
    StripeRetries retries;
    std::chrono::milliseconds idle{10'000}; // an attempt without a byte for as long is repeated
    qint64 answerBytes = 8 * 1024 * 1024;
};

// One call from its start to its answer: attempts, pauses and the deadline. Lives on the network
// thread, owned by the dispatcher, which gives it its turns.
class StripeCallRun : public QObject
{
    Q_OBJECT

public:
    using Finish = std::function<void(StripeResult<StripeAnswer>)>;

    StripeCallRun(StripeCall call, const StripeCallLimits &limits, Finish finish, QObject *parent);

    StripePriority priority() const { return m_call.priority; }

    void start(); // asks for its first turn
    void send(QNetworkAccessManager &network, const StripeAddress &address);
    void end(StripeErrorKind kind); // without an answer

Q_SIGNALS:
    void wantsTurn();
    void repeats(); // the attempt failed, another one follows
    void ended();   // it answers its caller now; nothing more comes

private:
    void readSome();
    void finishAttempt();
    StripeReply takeReply();
    StripeResult<StripeAnswer> outcome(const StripeReply &reply) const;
    void logAttempt(const StripeReply &reply) const;
    void finish(StripeResult<StripeAnswer> result);

    const StripeCall m_call;
    const StripeCallLimits m_limits;
    const QByteArray m_idempotencyKey;
    Finish m_finish;
    QTimer m_deadline;
    QTimer m_pause;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    QString m_networkError; // why there was no whole answer
    bool m_tooLong = false;
    int m_attempts = 0;
    QElapsedTimer m_elapsed; // since the attempt was sent
};

} // namespace Orion
