#pragma once

#include "services/stripe/client/stripeapi.h"

#include <functional>
#include <mutex>
#include <vector>

namespace Orion
{

// A Stripe that answers as a test tells it to, and keeps what it was asked. Any thread.
class ScriptedStripe : public StripeApi
{
public:
    using Answer = std::function<StripeResult<StripeAnswer>(const StripeCall &)>;

    // The answers of the next calls, in this order. After the last one calls are answered with
    // NotFound.
    void answer(const QJsonObject &object);
    void refuse(StripeErrorKind kind, int status = 0, const QString &code = {});
    void answerWith(Answer answer); // runs on the caller's thread

    StripeResult<StripeAnswer> call(const StripeCall &call) override;

    std::vector<StripeCall> calls() const; // so far

private:
    mutable std::mutex m_mutex;
    std::vector<StripeCall> m_calls;
    std::vector<Answer> m_answers;
    std::size_t m_next = 0;
};

// The value of a parameter of a call; null when it was not sent.
QString parameter(const StripeCall &call, const QString &name);

} // namespace Orion
