#pragma once

#include "app/sandbox/api/apierror.h"

#include <QJsonValue>

#include <vector>

namespace Orion::Sandbox
{

enum class ParameterType
{
    Text,
    WebUrl, // http or https with a host; may hold {CHECKOUT_SESSION_ID}
    Integer,
    Boolean,
    Choice,     // one of Parameter::choices
    Time,       // Unix seconds
    TimeOrWord, // Unix seconds or one of Parameter::choices
    Range,      // Unix seconds, or gt/gte/lt/lte of them
    Metadata,   // names to text
    Object,     // with Parameter::fields
    Texts,      // a list of text
    Objects,    // a list of objects with Parameter::fields
};

// One line of an operation's parameter table. What is not in the table is refused, so that a call
// the sandbox would not honour fails here and not silently.
struct Parameter
{
    QLatin1String name;
    ParameterType type = ParameterType::Text;
    std::vector<Parameter> fields = {};
    std::vector<QLatin1String> choices = {};
    bool required = false;
    qint64 least = 0; // of integers

    Parameter needed() const
    {
        Parameter copy = *this;
        copy.required = true;
        return copy;
    }
};

using Parameters = std::vector<Parameter>;

// The ends of a table that many operations share.
Parameters withPaging(Parameters parameters);

// Turns a decoded form into typed JSON by the table: numbers, booleans, arrays. An empty text
// becomes null, which is how Stripe's clients unset a field.
Answer<QJsonObject> readParameters(const Parameters &table, const QJsonObject &form);

} // namespace Orion::Sandbox
