# The job's jar, for machines with neither Java nor Maven.

ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17
ARG FLINK_IMAGE=flink:2.3.0-java17

FROM ${MAVEN_IMAGE} AS build
WORKDIR /build
COPY pom.xml .
COPY src/main src/main
RUN mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true package

FROM ${FLINK_IMAGE}
COPY --from=build /build/target/event-store-job.jar /job/event-store-job.jar
