#include "services/stripe/client/callrun.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QUuid>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcStripe, "orion.stripe")

QByteArray keyOf(const StripeCall &call)
{
    return call.idempotencyKey.isEmpty() ? QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
                                         : call.idempotencyKey;
}

// Whether there was an answer at all; Qt has errors of its own for HTTP's statuses.
bool isAnswered(const QNetworkReply &reply)
{
    const auto error = reply.error();
    return error == QNetworkReply::NoError || (error >= QNetworkReply::ContentAccessDenied &&
                                               error != QNetworkReply::ProtocolUnknownError &&
                                               error != QNetworkReply::ProtocolFailure);
}

// Whether it came over whole, whatever it says: Qt takes a body that ends early for complete.
bool isWhole(const QNetworkReply &reply, const QByteArray &body)
{
    if (reply.hasRawHeader("Content-Length") && !reply.hasRawHeader("Content-Encoding"))
        return reply.rawHeader("Content-Length").toLongLong() == body.size();
    return !body.startsWith('{') || QJsonDocument::fromJson(body).isObject();
}

} // namespace

StripeCallRun::StripeCallRun(StripeCall call, const StripeCallLimits &limits, Finish finish,
                             QObject *parent)
    : QObject(parent)
    , m_call(std::move(call))
    , m_limits(limits)
    , m_idempotencyKey(keyOf(m_call))
    , m_finish(std::move(finish))
{
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    m_pause.setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer); // others may come too early
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(StripeErrorKind::Timeout); });
    connect(&m_pause, &QTimer::timeout, this, &StripeCallRun::wantsTurn);
}

void StripeCallRun::start()
{
    m_deadline.start(m_call.deadline);
    Q_EMIT wantsTurn();
}

void StripeCallRun::send(QNetworkAccessManager &network, const StripeAddress &address)
{
    ++m_attempts;
    m_body.clear();
    m_networkError.clear();
    m_elapsed.start();
    QNetworkRequest request = stripeRequest(address, m_call, m_idempotencyKey);
    request.setTransferTimeout(int(m_limits.idle.count()));
    m_reply = sendStripeRequest(network, request, m_call);
    connect(m_reply, &QNetworkReply::readyRead, this, &StripeCallRun::readSome);
    connect(m_reply, &QNetworkReply::finished, this, &StripeCallRun::finishAttempt);
}

void StripeCallRun::readSome()
{
    m_body += m_reply->read(m_limits.answerBytes + 1 - m_body.size());
    if (m_body.size() <= m_limits.answerBytes)
        return;
    m_tooLong = true;
    m_reply->abort(); // unless it has ended, this comes back through finishAttempt()
}

void StripeCallRun::finishAttempt()
{
    if (!m_tooLong && m_reply->isOpen()) // not after the idle time is over
        readSome();
    const StripeReply reply = takeReply();
    logAttempt(reply);
    const auto pause = m_tooLong ? std::nullopt
                                 : pauseBeforeRetry(m_limits.retries, reply.attempt(), m_attempts,
                                                    QRandomGenerator::global()->generateDouble());
    if (!pause || *pause >= m_deadline.remainingTimeAsDuration()) {
        finish(outcome(reply));
        return;
    }
    Q_EMIT repeats();
    m_pause.start(*pause);
}

StripeReply StripeCallRun::takeReply()
{
    QNetworkReply *source = m_reply;
    m_reply.clear();
    source->deleteLater();
    const int status = source->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    StripeReply reply =
        replyHead(status, [source](const char *name) { return source->rawHeader(name); });
    reply.body = std::exchange(m_body, {});
    if (m_tooLong || (isAnswered(*source) && isWhole(*source, reply.body)))
        return reply;
    m_networkError = isAnswered(*source) ? QStringLiteral("The answer ended before its end.")
                                         : source->errorString();
    reply.status = 0;
    return reply;
}

StripeResult<StripeAnswer> StripeCallRun::outcome(const StripeReply &reply) const
{
    if (m_tooLong) {
        StripeError error;
        error.status = reply.status;
        error.requestId = reply.requestId;
        error.message =
            QStringLiteral("The answer is longer than %1 bytes.").arg(m_limits.answerBytes);
        return tl::unexpected(error);
    }
    auto result = readReply(reply);
    if (!result && reply.status == 0)
        result.error().message = m_networkError;
    return result;
}

// Neither the key nor a body, nor the query: all of them may be somebody's.
void StripeCallRun::logAttempt(const StripeReply &reply) const
{
    const QString status = reply.status == 0 ? QStringLiteral("no answer (%1)").arg(m_networkError)
                                             : QString::number(reply.status);
    qCInfo(lcStripe).noquote() << m_call.method << m_call.path << status << m_elapsed.elapsed()
                               << "ms, attempt" << m_attempts << reply.requestId;
}

void StripeCallRun::end(StripeErrorKind kind)
{
    StripeError error;
    error.kind = kind;
    finish(tl::unexpected(error));
}

void StripeCallRun::finish(StripeResult<StripeAnswer> result)
{
    if (!m_finish)
        return;
    m_deadline.stop();
    m_pause.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply.clear();
    }
    const Finish tell = std::exchange(m_finish, {});
    Q_EMIT ended(); // before the caller goes on: it is out of all queues
    tell(std::move(result));
}

} // namespace Orion
