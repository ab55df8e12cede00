#include "tests/support/scriptedstripe.h"

namespace Orion
{

namespace
{

tl::unexpected<StripeError> refusal(StripeErrorKind kind, int status, const QString &code)
{
    StripeError error;
    error.kind = kind;
    error.status = status;
    error.code = code;
    error.requestId = QStringLiteral("req_scripted");
    return tl::unexpected(error);
}

} // namespace

void ScriptedStripe::answer(const QJsonObject &object)
{
    answerWith([object](const StripeCall &) {
        return StripeAnswer{200, object, QStringLiteral("req_scripted"), false};
    });
}

void ScriptedStripe::refuse(StripeErrorKind kind, int status, const QString &code)
{
    answerWith([=](const StripeCall &) { return refusal(kind, status, code); });
}

void ScriptedStripe::answerWith(Answer answer)
{
    const std::scoped_lock lock(m_mutex);
    m_answers.push_back(std::move(answer));
}

StripeResult<StripeAnswer> ScriptedStripe::call(const StripeCall &call)
{
    Answer answer;
    {
        const std::scoped_lock lock(m_mutex);
        m_calls.push_back(call);
        if (m_next < m_answers.size())
            answer = m_answers.at(m_next++);
    }
    return answer ? answer(call)
                  : refusal(StripeErrorKind::NotFound, 404, QStringLiteral("nothing_scripted"));
}

std::vector<StripeCall> ScriptedStripe::calls() const
{
    const std::scoped_lock lock(m_mutex);
    return m_calls;
}

QString parameter(const StripeCall &call, const QString &name)
{
    for (const auto &[key, value] : call.parameters.pairs()) {
        if (key == name)
            return value.isNull() ? QStringLiteral("") : value;
    }
    return {};
}

} // namespace Orion
